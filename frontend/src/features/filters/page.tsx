/** The tasks that a saved filter means. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilter } from '../../lib/api';
import type { View } from '../../lib/filters';
import { useCanEdit, usePlace, useWorkspace } from '../../lib/place';
import { countOf, useFilters } from '../../lib/queries';
import { Menu } from '../../ui/popup';
import { Empty } from '../../ui/ui';
import { TaskView } from '../tasks/TaskView';
import { sayFault } from '../tasks/sayFault';
import FilterDialog from './FilterDialog';
import { deleteFilter, useShownFilters } from './saved';

function Shown({ filter }: { filter: SavedFilter }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const place = usePlace();
  const navigate = useNavigate();
  const canEdit = useCanEdit();
  const [changing, setChanging] = useState(false);
  const { name, words } = filter;
  const view = useMemo((): View => ({ kind: 'filter', words }), [words]);
  const { error } = useQuery(countOf(workspace, words));
  const remove = () => {
    void navigate({ to: '/all', search: { workspace: place.workspace } } as never);
    void deleteFilter(workspace, filter);
  };
  return (
    <>
      <TaskView
        key={words}
        view={view}
        title={name}
        subtitle={sayFault(error) ?? words}
        empty={t('saved.empty')}
        actions={
          canEdit && (
            <Menu
              trigger={
                <button type="button" className="icon-button" aria-label={t('list.more', { name })}>
                  <MoreHorizontal size={18} />
                </button>
              }
              items={[
                { label: t('saved.edit'), icon: <Pencil size={16} />, onSelect: () => setChanging(true) },
                null,
                { label: t('saved.delete'), icon: <Trash2 size={16} />, danger: true, onSelect: remove },
              ]}
            />
          )
        }
      />
      {changing && <FilterDialog filter={filter} onClose={() => setChanging(false)} />}
    </>
  );
}

export default function FilterPage() {
  const { t } = useTranslation();
  const { filter: id } = useParams({ strict: false }) as { filter: string };
  const workspace = useWorkspace();
  const filter = useShownFilters(workspace).find((each) => each.id === id);
  const read = useFilters(workspace).data !== undefined;
  if (filter) return <Shown key={id} filter={filter} />;
  return (
    <main className="main page" id="main" tabIndex={-1}>
      {read && <Empty title={t('saved.gone')} text={t('saved.goneText')} />}
    </main>
  );
}
