/** The other views of tasks. */
import { useParams } from '@tanstack/react-router';
import { parseISO } from 'date-fns';
import { CalendarClock } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu } from '../../ui/popup';
import { Button } from '../../ui/ui';
import { schedule } from '../../lib/actions';
import { inDays, nextWeek, say, today } from '../../lib/dates';
import type { View } from '../../lib/filters';
import { usePerson, usePlace, useWorkspace } from '../../lib/place';
import { byDueDay, byEndDay, overdueFirst, type Section } from '../../lib/sections';
import { TaskView } from './TaskView';

// A view is the same object as long as it is the same view: what was worked out for it is kept.
const todays: View = { kind: 'today' };
const upcoming: View = { kind: 'upcoming' };
const inbox: View = { kind: 'inbox' };
const all: View = { kind: 'all' };
const done: View = { kind: 'done' };

const TagMenu = lazy(() => import('./TagMenu'));

/** A day for all that is overdue. */
function Reschedule({ section }: { section: Section }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const days = { 'date.today': today(), 'date.tomorrow': inDays(1), 'date.nextWeek': nextWeek() };
  const to = (date: string) => () => void schedule(workspace, section.tasks, { date });
  return (
    <Menu
      trigger={
        <Button look="ghost">
          <CalendarClock size={16} aria-hidden /> {t('section.reschedule')}
        </Button>
      }
      items={Object.entries(days).map(([label, day]) => ({ label: t(label), onSelect: to(day) }))}
    />
  );
}
const rescheduling = (section: Section) => section.id === 'overdue' && <Reschedule section={section} />;

/** What is due and what is late. */
export function TodayPage() {
  const { t } = useTranslation();
  return (
    <TaskView
      view={todays}
      title={t('today')}
      subtitle={say(parseISO(today()), { weekday: 'long', day: 'numeric', month: 'long' })}
      empty={t('empty.today')}
      newTask={{ due: { date: today() } }}
      sections={overdueFirst}
      actionOf={rescheduling}
    />
  );
}

export function UpcomingPage() {
  const { t } = useTranslation();
  return (
    <TaskView
      view={upcoming}
      title={t('upcoming')}
      empty={t('empty.upcoming')}
      newTask={{ due: { date: inDays(1) } }}
      sections={byDueDay}
    />
  );
}
export function InboxPage() {
  const { t } = useTranslation();
  return <TaskView view={inbox} title={t('inbox')} empty={t('empty.inbox')} />;
}
export function AllPage() {
  const { t } = useTranslation();
  const { text } = usePlace();
  return <TaskView view={all} title={text ? t('found', { text }) : t('all')} empty={t('empty.all')} />;
}
export function DonePage() {
  const { t } = useTranslation();
  return <TaskView view={done} title={t('done')} empty={t('empty.done')} sections={byEndDay} />;
}
export function AssignedPage() {
  const { t } = useTranslation();
  const person = usePerson();
  const view = useMemo((): View => ({ kind: 'assigned', person }), [person]);
  return <TaskView view={view} title={t('assigned')} empty={t('empty.assigned')} />;
}
export function TagPage() {
  const { t } = useTranslation();
  const { tag } = useParams({ strict: false }) as { tag: string };
  const view = useMemo((): View => ({ kind: 'tag', tag }), [tag]);
  return (
    <TaskView
      key={tag}
      view={view}
      title={`#${tag}`}
      empty={t('empty.all')}
      newTask={{ tag }}
      actions={
        <Suspense>
          <TagMenu key={tag} tag={tag} />
        </Suspense>
      }
    />
  );
}
