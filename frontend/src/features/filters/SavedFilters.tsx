/** The saved filters in the sidebar, with how many tasks each means now. */
import { useQueries } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useWorkspace } from '../../lib/place';
import { countOf } from '../../lib/queries';
import { type Thing, Things } from '../shell/Things';
import { useShownFilters } from './saved';

const most_counted = 8; // each is a question to the server whenever something has changed

export default function SavedFilters() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const filters = useShownFilters(workspace);
  const counts = useQueries({ queries: filters.slice(0, most_counted).map((each) => countOf(workspace, each.words)) });
  if (filters.length === 0) return null;
  const things = filters.map((each, i): Thing => ({
    key: each.id,
    to: `/filters/${each.id}`,
    icon: <ListFilter size={16} aria-hidden />,
    label: each.name,
    count: counts[i]?.data?.count,
  }));
  return <Things part="filters" title={t('saved.title')} things={things} />;
}
