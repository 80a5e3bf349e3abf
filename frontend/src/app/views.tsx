/** The other views of tasks. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Archive, ArrowDown, ArrowUp, CalendarClock, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { parseISO } from 'date-fns';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListDialog } from '../components/ListDialog';
import { Button, Empty, Sheet } from '../components/ui/ui';
import { Menu } from '../components/ui/popup';
import { archiveList, deleteList, reorderList, schedule } from '../lib/actions';
import { inDays, nextWeek, say, today } from '../lib/dates';
import type { View } from '../lib/filters';
import { useCanEdit, usePerson, usePlace, useWorkspace } from '../lib/place';
import { useLists } from '../lib/queries';
import { byDueDay, byEndDay, overdueFirst, type Section } from '../lib/sections';
import { useShownLists } from '../lib/shown';
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
