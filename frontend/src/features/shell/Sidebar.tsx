import { useNavigate } from '@tanstack/react-router';
import {
  BarChart3,
  CalendarDays,
  CalendarRange,
  CheckCheck,
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
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asTree, depthOf } from '../../lib/listTree';
import { useCanEdit, usePerson, useWorkspace } from '../../lib/place';
import { useLists, useMe, useTags, useWorkspaces } from '../../lib/queries';
import { useShownLists } from '../../lib/shown';
import { ListDialog } from '../tasks/ListDialog';
import { NewWorkspace } from './NewWorkspace';
import { SignOut } from './SignOut';
import { Entry, type Thing, Things } from './Things';
import { Select } from '../../ui/Select';

const SavedFilters = lazy(() => import('../filters/SavedFilters'));

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
        <Suspense>
          <SavedFilters />
        </Suspense>
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
