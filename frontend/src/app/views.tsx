/** The other views of tasks. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Archive, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Empty, Field, Sheet } from '../components/ui/ui';
import { Menu } from '../components/ui/popup';
import { archiveList, deleteList, renameList } from '../lib/actions';
import type { ListWithCounts } from '../lib/api';
import { inDays } from '../lib/dates';
import { useDraft } from '../lib/drafts';
import type { View } from '../lib/filters';
import { useCanEdit, usePerson, usePlace, useWorkspace } from '../lib/place';
import { useLists } from '../lib/queries';
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
      <form className="stack" onSubmit={(event) => { event.preventDefault(); onClose(); forgetName(); if (name.trim() && name !== list.name) void renameList(workspace, list, name.trim()); }}>
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
  const place = usePlace();
  const read = useLists(workspace).data !== undefined;
  const [renaming, setRenaming] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const view = useMemo((): View => ({ kind: 'list', list: id }), [id]);
  const list = lists.find((each) => each.id === id);
  if (read && !list)
    return (
      <main className="main page" id="main" tabIndex={-1}>
        <Empty title={t('list.gone')} text={t('list.goneText')}><Link to="/trash" search={{ workspace: place.workspace }} className="button button-primary">{t('trash')}</Link></Empty>
      </main>
    );
  const toInbox = () => void navigate({ to: '/inbox', search: { workspace: place.workspace } } as never);
  return (
    <>
      <TaskView
        key={id} view={view} title={list?.name ?? ''} subtitle={list?.archived ? t('archived') : undefined} empty={t('empty.all')} newTask={{ list: id }}
        actions={list && canEdit && (
          <Menu
            trigger={<button type="button" className="icon-button" aria-label={t('list.more', { name: list.name })}><MoreHorizontal size={18} /></button>}
            items={[
              { label: t('list.rename'), icon: <Pencil size={16} />, onSelect: () => setRenaming(true) },
              { label: t(list.archived ? 'list.unarchive' : 'list.archive'), icon: <Archive size={16} />, onSelect: () => { if (!list.archived) toInbox(); void archiveList(workspace, list, !list.archived); } },
              null,
              { label: t('list.delete'), icon: <Trash2 size={16} />, danger: true, onSelect: () => setDeleting(true) },
            ]}
          />
        )}
      />
      {deleting && list && (
        <Sheet title={t('list.deleteTitle', { list: list.name })} onClose={() => setDeleting(false)}>
          <p>{t('list.deleteText', { count: list.counts.open })}</p>
          <div className="actions">
            <span className="spacer" />
            <Button onClick={() => setDeleting(false)}>{t('cancel')}</Button>
            <Button look="danger" onClick={() => { setDeleting(false); toInbox(); void deleteList(workspace, list); }}>{t('list.delete')}</Button>
          </div>
        </Sheet>
      )}
      {renaming && list && <Rename list={list} onClose={() => setRenaming(false)} />}
    </>
  );
}
