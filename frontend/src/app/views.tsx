/** The other views of tasks. */
import { useNavigate, useParams } from '@tanstack/react-router';
import { Archive, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Field, Sheet } from '../components/ui/ui';
import { Menu } from '../components/ui/popup';
import { act } from '../lib/actions';
import type { ListWithCounts } from '../lib/api';
import { inDays } from '../lib/dates';
import { useDraft } from '../lib/drafts';
import type { View } from '../lib/filters';
import { useCanEdit, usePerson, usePlace, useWorkspace } from '../lib/place';
import { useShownLists } from '../lib/shown';
import { TaskView } from './TaskView';

// A view is the same object as long as it is the same view: what was worked out for it is kept.
const upcoming: View = { kind: 'upcoming' };
const inbox: View = { kind: 'inbox' };
const all: View = { kind: 'all' };

export function UpcomingPage() {
  const { t } = useTranslation();
  return <TaskView view={upcoming} title={t('upcoming')} empty={t('empty.upcoming')} newTask={{ due: { date: inDays(1) } }} />;
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
  return <TaskView key={tag} view={view} title={`#${tag}`} empty={t('empty.all')} newTask={{ tag }} />;
}

function Rename({ list, onClose }: { list: ListWithCounts; onClose: () => void }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [draft, setName, forgetName] = useDraft(`rename:${list.id}`);
  const name = draft?.text ?? list.name;
  return (
    <Sheet onClose={onClose} title={t('list.rename')}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); onClose(); forgetName(); if (name.trim() && name !== list.name) void act({ workspace, label: t('did.renameList', { list: list.name }), commands: [{ type: 'RenameList', list: list.id, name: name.trim() }] }); }}>
        <Field label={t('list.name')} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        <div className="actions"><span className="spacer" /><Button onClick={onClose}>{t('cancel')}</Button><Button look="primary" type="submit">{t('save')}</Button></div>
      </form>
    </Sheet>
  );
}

export function ListPage() {
  const { t } = useTranslation();
  const { list: id } = useParams({ strict: false }) as { list: string };
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const canEdit = useCanEdit();
  const lists = useShownLists(workspace);
  const [renaming, setRenaming] = useState(false);
  const view = useMemo((): View => ({ kind: 'list', list: id }), [id]);
  const list = lists.find((each) => each.id === id);
  const away = (type: 'ArchiveList' | 'DeleteList') => {
    void navigate({ to: '/inbox', search: { workspace: workspace } } as never);
    void act({
      workspace,
      label: t(type === 'ArchiveList' ? 'list.archive' : 'list.delete'),
      commands: [{ type, list: id }],
      done: t(type === 'ArchiveList' ? 'done.archived' : 'done.listDeleted', { list: list?.name }),
      ...(type === 'ArchiveList' && { undo: () => act({ workspace, label: t('did.undo', { what: t('list.archive') }), commands: [{ type: 'UnarchiveList', list: id }] }) }),
    });
  };
  return (
    <>
      <TaskView
        key={id} view={view} title={list?.name ?? ''} empty={t('empty.all')} newTask={{ list: id }}
        actions={list && canEdit && (
          <Menu
            trigger={<button type="button" className="icon-button" aria-label={t('list.more', { name: list.name })}><MoreHorizontal size={18} /></button>}
            items={[
              { label: t('list.rename'), icon: <Pencil size={16} />, onSelect: () => setRenaming(true) },
              { label: t('list.archive'), icon: <Archive size={16} />, onSelect: () => away('ArchiveList') },
              null,
              { label: t('list.delete'), icon: <Trash2 size={16} />, danger: true, onSelect: () => away('DeleteList') },
            ]}
          />
        )}
      />
      {renaming && list && <Rename list={list} onClose={() => setRenaming(false)} />}
    </>
  );
}
