import { Link, useNavigate } from '@tanstack/react-router';
import { BarChart3, CalendarDays, CalendarRange, Hash, History, Inbox, Layers, Plus, Settings, Trash2, UserCheck, Users, UploadCloud } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { createList } from '../lib/actions';
import { useCanEdit, usePerson, usePlace, useWorkspace } from '../lib/place';
import { queryClient, useLists, useMe, useTags, useWorkspaces } from '../lib/queries';
import { send } from '../lib/commands';
import { useDraft } from '../lib/drafts';
import { sayError } from '../lib/problems';
import { useShownLists } from '../lib/shown';
import { toast } from '../lib/toasts';
import { SignOut } from './SignOut';
import { Button, Field, Select, Sheet } from './ui/ui';

const colors = ['#3b6fd4', '#c2562d', '#3f8f4f', '#8a4fbf', '#b07d12', '#b8336a', '#2b8a8a', '#6b7280'];

function Entry({ to, icon, label, count }: { to: string; icon: ReactNode; label: string; count?: number }) {
  const place = usePlace();
  return (
    <li>
      <Link to={to as '/'} search={{ workspace: place.workspace }} className="nav" activeProps={{ className: 'nav nav-here', 'aria-current': 'page' }} activeOptions={{ exact: true, includeSearch: false }}>
        {icon}
        <span className="nav-label">{label}</span>
        {count ? <span className="count">{count}</span> : null}
      </Link>
    </li>
  );
}

function NewList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [draft, setName, forgetName] = useDraft(`list:${workspace}`);
  const name = draft?.text ?? '';
  const [color, setColor] = useState(colors[0] ?? '');
  return (
    <Sheet onClose={onClose} title={t('list.new')}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (!name.trim()) return; onClose(); forgetName(); void createList(workspace, name.trim(), color); }}>
        <Field label={t('list.name')} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        <fieldset className="colors">
          <legend>{t('list.color')}</legend>
          {colors.map((each) => <label key={each} style={{ background: each }}><input type="radio" name="color" value={each} checked={color === each} onChange={() => setColor(each)} aria-label={each} /></label>)}
        </fieldset>
        <div className="actions"><span className="spacer" /><Button onClick={onClose}>{t('cancel')}</Button><Button look="primary" type="submit">{t('list.create')}</Button></div>
      </form>
    </Sheet>
  );
}

function NewWorkspace({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setName, forgetName] = useDraft('workspace');
  const name = draft?.text ?? '';
  const create = async () => {
    const workspace = crypto.randomUUID();
    try {
      await send(workspace, [{ type: 'CreateWorkspace', name: name.trim() }]);
      forgetName();
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
      void navigate({ to: '/all', search: { workspace } } as never);
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <Sheet onClose={onClose} title={t('workspace.new')}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (name.trim()) void create(); }}>
        <Field label={t('workspace.name')} hint={t('workspace.hint')} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        <div className="actions"><span className="spacer" /><Button onClick={onClose}>{t('cancel')}</Button><Button look="primary" type="submit">{t('workspace.create')}</Button></div>
      </form>
    </Sheet>
  );
}

export function Sidebar() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const person = usePerson();
  const canEdit = useCanEdit();
  const { data: lists } = useLists(workspace);
  const shown = useShownLists(workspace);
  const { data: tags } = useTags(workspace);
  const { data: workspaces } = useWorkspaces();
  const { data: me } = useMe();
  const [making, setMaking] = useState<'list' | 'workspace' | null>(null);
  const shared = workspaces?.items.filter((each) => each.id !== person) ?? [];
  return (
    <>
      <div className="workspaces">
        <Select label={t('workspace.one')} hideLabel value={workspace} onChange={(event) => event.target.value === 'new' ? setMaking('workspace') : void navigate({ to: '/', search: event.target.value === person ? {} : { workspace: event.target.value } } as never)}>
          <option value={person}>{t('workspace.own')}</option>
          {shared.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
          <option value="new">{t('workspace.new')}…</option>
        </Select>
      </div>
      <ul>
        <Entry to="/" icon={<CalendarDays size={18} aria-hidden />} label={t('today')} />
        <Entry to="/upcoming" icon={<CalendarRange size={18} aria-hidden />} label={t('upcoming')} />
        <Entry to="/inbox" icon={<Inbox size={18} aria-hidden />} label={t('inbox')} count={lists?.inbox.counts.open} />
        <Entry to="/assigned" icon={<UserCheck size={18} aria-hidden />} label={t('assigned')} />
        <Entry to="/all" icon={<Layers size={18} aria-hidden />} label={t('all')} />
      </ul>
      <div className="nav-heading">
        <h2>{t('lists')}</h2>
        {canEdit && <button type="button" className="icon-button small" aria-label={t('list.new')} onClick={() => setMaking('list')}><Plus size={16} /></button>}
      </div>
      <ul>
        {shown.filter((each) => !each.archived).map((list) => <Entry key={list.id} to={`/lists/${list.id}`} icon={<i className="dot" style={{ background: list.color || 'var(--muted)' }} aria-hidden />} label={list.name} count={list.counts.open} />)}
      </ul>
      {tags && tags.items.length > 0 && (
        <>
          <div className="nav-heading"><h2>{t('tags')}</h2></div>
          <ul>{tags.items.slice(0, 12).map((each) => <Entry key={each.tag} to={`/tags/${encodeURIComponent(each.tag)}`} icon={<Hash size={16} aria-hidden />} label={each.tag} count={each.open} />)}</ul>
        </>
      )}
      <span className="spacer" />
      <ul className="nav-foot">
        <Entry to="/insights" icon={<BarChart3 size={18} aria-hidden />} label={t('insights')} />
        <Entry to="/audit" icon={<History size={18} aria-hidden />} label={t('audit')} />
        <Entry to="/members" icon={<Users size={18} aria-hidden />} label={t('members')} />
        <Entry to="/trash" icon={<Trash2 size={18} aria-hidden />} label={t('trash')} />
        <Entry to="/transfer" icon={<UploadCloud size={18} aria-hidden />} label={t('transfer')} />
        <Entry to="/settings" icon={<Settings size={18} aria-hidden />} label={me?.displayName || t('settings')} />
        <li><SignOut /></li>
      </ul>
      {making === 'list' && <NewList onClose={() => setMaking(null)} />}
      {making === 'workspace' && <NewWorkspace onClose={() => setMaking(null)} />}
    </>
  );
}
