/** Today: what is due and what is late. */
import { parseISO } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { say, today } from '../../lib/dates';
import type { View } from '../../lib/filters';
import { TaskView } from '../TaskView';

const view: View = { kind: 'today' };

export default function DashboardPage() {
  const { t } = useTranslation();
  return <TaskView view={view} title={t('today')} subtitle={say(parseISO(today()), { weekday: 'long', day: 'numeric', month: 'long' })} empty={t('empty.today')} newTask={{ due: { date: today() } }} />;
}
