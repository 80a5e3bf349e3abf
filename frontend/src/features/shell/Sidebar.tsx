import { Link, useNavigate } from '@tanstack/react-router';
import {
  BarChart3,
  CalendarDays,
  CalendarRange,
  CheckCheck,
  ChevronDown,
  ChevronRight,
  Hash,
  History,
  Inbox,
  Layers,
  Newspaper,
  Plus,
  Settings,
  Trash2,
  UserCheck,
  Users,
  UploadCloud,
} from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFlag } from '../../lib/flags';
import { asTree, depthOf } from '../../lib/listTree';
import { useCanEdit, usePerson, usePlace, useWorkspace } from '../../lib/place';
import { useLists, useMe, useTags, useWorkspaces } from '../../lib/queries';
import { useShownLists } from '../../lib/shown';
import { ListDialog } from '../tasks/ListDialog';
import { NewWorkspace } from './NewWorkspace';
import { SignOut } from './SignOut';
import { Select } from '../../ui/Select';

const worth_searching = 10;
const indent_px = 16;

function Entry({ to, icon, label, count, depth = 0 }: { to: string; icon: ReactNode; label: string; count?: number; depth?: number }) {
  const place = usePlace();
  return (
    <li style={{ paddingInlineStart: depth * indent_px }}>
      <Link
        to={to as '/'}
        search={{ workspace: place.workspace }}
        className="nav"
        activeProps={{ className: 'nav nav-here', 'aria-current': 'page' }}
        activeOptions={{ exact: true, includeSearch: false }}
      >
        {icon}
        <span className="nav-label" dir="auto">
          {label}
        </span>
        {count ? <span className="count">{count}</span> : null}
      </Link>
    </li>
  );
}

type Thing = { key: string; to: string; icon: ReactNode; label: string; count: number; depth?: number };

/** Lists, or tags: folded away, or found by a part of the name where there are many. */
function Things({ part, title, things, action }: { part: string; title: string; things: Thing[]; action?: ReactNode }) {
  const { t } = useTranslation();
  const [folded, setFolded] = useFlag(`tasklog-folded:${part}`);
  const [text, setText] = useState('');
  const searched = things.length > worth_searching;
  const wanted = searched ? text.trim().toLowerCase() : '';
  const found = things.filter((each) => each.label.toLowerCase().includes(wanted));
  return (
    <>
      <div className="nav-heading">
        <h2>
          <button type="button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
            {folded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />} {title}
          </button>
        </h2>
        {things.length > 0 && <span className="count">{things.length}</span>}
        <span className="spacer" />
        {action}
      </div>
      {!folded && (
        <>
          {searched && (
            <input
              type="search"
              className="nav-search"
              dir="auto"
              value={text}
              aria-label={t('nav.find', { what: title })}
              placeholder={t('nav.find', { what: title })}
              onChange={(event) => setText(event.target.value)}
            />
          )}
          <ul>
            {found.map(({ key, ...entry }) => (
              <Entry key={key} {...entry} />
            ))}
          </ul>
          {found.length === 0 && things.length > 0 && <p className="nav-none">{t('palette.none')}</p>}
        </>
      )}
    </>
  );
}

export function Sidebar() {
  const { t, i18n } = useTranslation();
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
  const inOrder = new Intl.Collator(i18n.language, { numeric: true });
  const unhidden = asTree(shown.filter((each) => !each.archived && !each.section));
  const listed = unhidden.map((list): Thing => ({
    key: list.id,
    to: `/lists/${list.id}`,
    icon: <i className="dot" style={{ background: list.color || 'var(--muted)' }} aria-hidden />,
    label: list.name,
    count: list.counts.open,
    depth: depthOf(list, unhidden),
  }));
  const tagged = (tags?.items ?? [])
    .map(({ tag, open }): Thing => ({
      key: tag,
      to: `/tags/${encodeURIComponent(tag)}`,
      icon: <Hash size={16} color={me?.tagColors[tag]} aria-hidden />,
      label: tag,
      count: open,
    }))
    .sort((a, b) => inOrder.compare(a.label, b.label));
  const to = (chosen: string) =>
    chosen === 'new' ? setMaking('workspace') : void navigate({ to: '/', search: chosen === person ? {} : { workspace: chosen } } as never);
  return (
    <>
      <div className="workspaces">
        <Select
          label={t('workspace.one')}
          hideLabel
          value={workspace}
          onChange={to}
          options={[
            { value: person, label: t('workspace.own') },
            ...shared.map((each) => ({ value: each.id, label: each.name })),
            { value: 'new', label: `${t('workspace.new')}…` },
          ]}
        />
      </div>
      <div className="nav-body">
        <ul>
          <Entry to="/" icon={<CalendarDays size={18} aria-hidden />} label={t('today')} />
          <Entry to="/upcoming" icon={<CalendarRange size={18} aria-hidden />} label={t('upcoming')} />
          <Entry to="/inbox" icon={<Inbox size={18} aria-hidden />} label={t('inbox')} count={lists?.inbox.counts.open} />
          <Entry to="/assigned" icon={<UserCheck size={18} aria-hidden />} label={t('assigned')} />
          <Entry to="/all" icon={<Layers size={18} aria-hidden />} label={t('all')} />
          <Entry to="/done" icon={<CheckCheck size={18} aria-hidden />} label={t('done')} />
        </ul>
        <Things
          part="lists"
          title={t('lists')}
          things={listed}
          action={
            canEdit && (
              <button type="button" className="icon-button small" aria-label={t('list.new')} onClick={() => setMaking('list')}>
                <Plus size={16} />
              </button>
            )
          }
        />
        {tagged.length > 0 && <Things part="tags" title={t('tags')} things={tagged} />}
      </div>
      <ul className="nav-foot">
        <Entry to="/digest" icon={<Newspaper size={18} aria-hidden />} label={t('digest')} />
        <Entry to="/insights" icon={<BarChart3 size={18} aria-hidden />} label={t('insights')} />
        <Entry to="/audit" icon={<History size={18} aria-hidden />} label={t('audit')} />
        <Entry to="/members" icon={<Users size={18} aria-hidden />} label={t('members')} />
        <Entry to="/trash" icon={<Trash2 size={18} aria-hidden />} label={t('trash')} />
        <Entry to="/transfer" icon={<UploadCloud size={18} aria-hidden />} label={t('transfer')} />
        <Entry to="/settings" icon={<Settings size={18} aria-hidden />} label={me?.displayName || t('settings')} />
        <li>
          <SignOut />
        </li>
      </ul>
      {making === 'list' && <ListDialog onClose={() => setMaking(null)} />}
      {making === 'workspace' && <NewWorkspace onClose={() => setMaking(null)} />}
    </>
  );
}
