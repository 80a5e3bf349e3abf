/** The tasks of a list, and what can be done to it. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Archive, ArrowDown, ArrowUp, ListPlus, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListDialog } from './ListDialog';
import { Menu } from '../../ui/popup';
import { Button, Empty, Sheet } from '../../ui/ui';
import { archiveList, deleteList, reorderList } from '../../lib/actions';
import type { ListWithCounts, Task } from '../../lib/api';
import type { View } from '../../lib/filters';
import { depthOf, sectionsOf } from '../../lib/listTree';
import { useCanEdit, usePlace, useWorkspace } from '../../lib/place';
import { useLists } from '../../lib/queries';
import { byList } from '../../lib/sections';
import { useShownLists } from '../../lib/shown';
import { TaskView } from './TaskView';

/** Where one of the lists can go: a place up, and a place down. */
function placesOf(lists: ListWithCounts[], at: number) {
  return [
    ...(at > 0 ? [{ label: 'list.up' as const, icon: <ArrowUp size={16} />, after: lists[at - 2], before: lists[at - 1] }] : []),
    ...(at >= 0 && at < lists.length - 1
      ? [{ label: 'list.down' as const, icon: <ArrowDown size={16} />, after: lists[at + 1], before: lists[at + 2] }]
      : []),
  ];
}

function SectionMenu({ workspace, section, parts }: { workspace: string; section: ListWithCounts; parts: ListWithCounts[] }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const at = parts.indexOf(section);
  return (
    <>
      <Menu
        trigger={
          <button type="button" className="icon-button small" aria-label={t('list.more', { name: section.name })}>
            <MoreHorizontal size={16} />
          </button>
        }
        items={[
          { label: t('section.edit'), icon: <Pencil size={16} />, onSelect: () => setChanging(true) },
          ...placesOf(parts, at).map(({ label, icon, after, before }) => ({
            label: t(label),
            icon,
            onSelect: () => void reorderList(workspace, section, after, before),
          })),
          null,
          {
            label: t('section.delete'),
            icon: <Trash2 size={16} />,
            danger: true,
            onSelect: () => void deleteList(workspace, section),
          },
        ]}
      />
      {changing && <ListDialog list={section} onClose={() => setChanging(false)} />}
    </>
  );
}

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
  const [adding, setAdding] = useState(false);
  const parts = useMemo(() => sectionsOf(id, lists), [id, lists]);
  const view = useMemo((): View => ({ kind: 'list', list: id, sections: parts.map((each) => each.id) }), [id, parts]);
  const inParts = useCallback((tasks: Task[]) => byList(tasks, parts), [parts]);
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
  const others = lists.filter((each) => !each.archived && each.parent === list?.parent && each.section === list.section);
  const at = others.findIndex((each) => each.id === id);
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
        sections={parts.length > 0 ? inParts : undefined}
        actionOf={(section) => {
          const part = parts.find((each) => each.id === section.id);
          return part && <SectionMenu workspace={workspace} section={part} parts={parts} />;
        }}
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
                { label: t(list.section ? 'section.edit' : 'list.edit'), icon: <Pencil size={16} />, onSelect: () => setChanging(true) },
                ...(list.section || depthOf(list, lists) > 1
                  ? []
                  : [{ label: t('section.new'), icon: <ListPlus size={16} />, onSelect: () => setAdding(true) }]),
                ...placesOf(others, at).map(({ label, icon, after, before }) => ({
                  label: t(label),
                  icon,
                  onSelect: () => void reorderList(workspace, list, after, before),
                })),
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
      {adding && <ListDialog section={id} onClose={() => setAdding(false)} />}
    </>
  );
}
