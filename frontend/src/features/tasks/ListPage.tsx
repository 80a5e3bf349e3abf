/** The tasks of a list, and what can be done to it. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Archive, ArrowDown, ArrowUp, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListDialog } from './ListDialog';
import { Menu } from '../../ui/popup';
import { Button, Empty, Sheet } from '../../ui/ui';
import { archiveList, deleteList, reorderList } from '../../lib/actions';
import type { View } from '../../lib/filters';
import { useCanEdit, usePlace, useWorkspace } from '../../lib/place';
import { useLists } from '../../lib/queries';
import { useShownLists } from '../../lib/shown';
import { TaskView } from './TaskView';

export function ListPage() {
  const { t } = useTranslation();
  const { list: id } = useParams({ strict: false }) as { list: string };
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const canEdit = useCanEdit();
  const lists = useShownLists(workspace);
  const place = usePlace();
  const read = useLists(workspace).data !== undefined;
  const [changing, setChanging] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const view = useMemo((): View => ({ kind: 'list', list: id }), [id]);
  const list = lists.find((each) => each.id === id);
  if (read && !list)
    return (
      <main className="main page" id="main" tabIndex={-1}>
        <Empty title={t('list.gone')} text={t('list.goneText')}>
          <Link to="/trash" search={{ workspace: place.workspace }} className="button button-primary">
            {t('trash')}
          </Link>
        </Empty>
      </main>
    );
  const others = lists.filter((each) => !each.archived);
  const at = others.findIndex((each) => each.id === id);
  const [before, after] = [others[at - 1], others[at + 1]];
  const toInbox = () => void navigate({ to: '/inbox', search: { workspace: place.workspace } } as never);
  return (
    <>
      <TaskView
        key={id}
        view={view}
        title={list?.name ?? ''}
        subtitle={list?.archived ? t('archived') : undefined}
        empty={t('empty.all')}
        newTask={{ list: id }}
        actions={
          list &&
          canEdit && (
            <Menu
              trigger={
                <button type="button" className="icon-button" aria-label={t('list.more', { name: list.name })}>
                  <MoreHorizontal size={18} />
                </button>
              }
              items={[
                { label: t('list.edit'), icon: <Pencil size={16} />, onSelect: () => setChanging(true) },
                ...(before && at > 0
                  ? [
                      {
                        label: t('list.up'),
                        icon: <ArrowUp size={16} />,
                        onSelect: () => void reorderList(workspace, list, others[at - 2], before),
                      },
                    ]
                  : []),
                ...(after && at >= 0
                  ? [
                      {
                        label: t('list.down'),
                        icon: <ArrowDown size={16} />,
                        onSelect: () => void reorderList(workspace, list, after, others[at + 2]),
                      },
                    ]
                  : []),
                {
                  label: t(list.archived ? 'list.unarchive' : 'list.archive'),
                  icon: <Archive size={16} />,
                  onSelect: () => {
                    if (!list.archived) toInbox();
                    void archiveList(workspace, list, !list.archived);
                  },
                },
                null,
                { label: t('list.delete'), icon: <Trash2 size={16} />, danger: true, onSelect: () => setDeleting(true) },
              ]}
            />
          )
        }
      />
      {deleting && list && (
        <Sheet title={t('list.deleteTitle', { list: list.name })} onClose={() => setDeleting(false)}>
          <p>{t('list.deleteText', { count: list.counts.open })}</p>
          <div className="actions">
            <span className="spacer" />
            <Button onClick={() => setDeleting(false)}>{t('cancel')}</Button>
            <Button
              look="danger"
              onClick={() => {
                setDeleting(false);
                toInbox();
                void deleteList(workspace, list);
              }}
            >
              {t('list.delete')}
            </Button>
          </div>
        </Sheet>
      )}
      {changing && list && <ListDialog list={list} onClose={() => setChanging(false)} />}
    </>
  );
}
