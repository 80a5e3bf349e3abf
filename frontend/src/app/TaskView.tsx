/** A view of tasks: heading, filters, list or board, the panel beside it, and the keys that work in it. */
import { CheckSquare, Columns3, Filter, List as ListIcon, Plus } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskForm } from '../components/TaskForm/TaskForm';
import { TaskList } from '../components/TaskList/TaskList';
import { focusRow, useRowFocus } from '../components/TaskList/useRowFocus';
import { priorityOptions } from '../components/ui/options';
import { Button, Empty, IconButton, Waiting } from '../components/ui/ui';
import { complete, prioritize, remove, reopen, reorder, schedule } from '../lib/actions';
import { adding as asked } from '../lib/adding';
import type { Due, Priority, Task } from '../lib/api';
import { inDays, today } from '../lib/dates';
import { useShownLists } from '../lib/shown';
import { belongs, compare, onDay, parametersOf, sortOf, type View } from '../lib/filters';
import { outbox } from '../lib/outbox';
import { made, overlay, useOverlayVersion, waits } from '../lib/overlay';
import { useCanEdit, usePatchSearch, usePlace, useWorkspace } from '../lib/place';
import { useNames, useTasks } from '../lib/queries';
import { openFirst, type Section } from '../lib/sections';
import { useShortcuts } from '../lib/shortcuts';
import { useTitle } from '../lib/title';
import { toast } from '../lib/toasts';

const TaskPanel = lazy(() => import('../components/TaskPanel/TaskPanel'));
const Filters = lazy(() => import('./Filters'));
const Bulk = lazy(() => import('./Bulk'));
const Board = lazy(() => import('../components/TaskList/Board'));

/** `sections`: how the view is divided, if it is in its own order; `actionOf`: what can be done to a whole section. */
type Props = {
  view: View;
  title: string;
  subtitle?: string;
  empty: string;
  actions?: ReactNode;
  newTask?: { list?: string | null; due?: Due | null; tag?: string };
  sections?: (tasks: Task[]) => Section[];
  actionOf?: (section: Section) => ReactNode;
};

export function TaskView({ view, title, subtitle, empty, actions, newTask, sections: sectionsOf, actionOf }: Props) {
  useTitle(title);
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const search = usePlace();
  const patch = usePatchSearch();
  const canEdit = useCanEdit();
  const overlayVersion = useOverlayVersion();
  const [adding, setAdding] = useState(false);
  const [filtering, setFiltering] = useState(false);
  const [selecting, setSelecting] = useState(false); // by the finger: what the mouse shows when it comes near
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [added, setAdded] = useState<string>();
  const [anchor, setAnchor] = useState('');
  const [cursor, setCursor] = useState<string | undefined>();

  const day = today();
  const parameters = parametersOf(view, search);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = useTasks(workspace, parameters);
  const lists = useShownLists(workspace);
  const listsById = useMemo(() => new Map(lists.map((each) => [each.id, each])), [lists]);
  const server = useMemo(() => data?.pages.flatMap((page) => page.items).filter((task) => onDay(task, view, day)) ?? [], [data, view, day]);
  const sorted = useMemo(
    () =>
      overlay(server, workspace, (task) => belongs(task, view, search, day)).sort((a, b) =>
        compare(a, b, parameters.sort, parameters.order),
      ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the view and its filters are what `server` was read for
    [server, workspace, overlayVersion],
  );
  const searched = !!search.text?.trim();
  const divide = sortOf(view, search) !== sortOf(view, {}) || search.board || search.status ? undefined : searched ? openFirst : sectionsOf;
  const sections = useMemo(() => divide?.(sorted), [divide, sorted]);
  const tasks = useMemo(() => sections?.flatMap((section) => section.tasks) ?? sorted, [sections, sorted]);
  const names = useNames(tasks.flatMap((task) => task.assignee ?? []));
  const selected = tasks.filter((task) => chosen.has(task.id));
  const at = cursor ?? search.task;
  const here = tasks.find((task) => task.id === at);
  const meant = selected.length ? selected : here ? [here] : [];

  const rowFocus = useRowFocus(tasks, setCursor);
  const open = (task: Task) => {
    setCursor(task.id);
    patch({ task: task.id });
  };
  const move = (by: number) => {
    const index = tasks.findIndex((task) => task.id === at);
    const next = tasks[Math.min(tasks.length - 1, Math.max(0, index < 0 ? 0 : index + by))];
    if (!next) return;
    setCursor(next.id);
    if (search.task) patch({ task: next.id }, true);
    else focusRow(next.id);
  };
  const close = () => {
    patch({ task: undefined });
    if (search.task) focusRow(search.task);
  };
  const select = (task: Task, range: boolean) => {
    const next = new Set(chosen);
    const [from, to] = [tasks.findIndex((each) => each.id === anchor), tasks.indexOf(task)];
    if (range && from >= 0) tasks.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each.id));
    else if (!next.delete(task.id)) next.add(task.id);
    setAnchor(task.id);
    setChosen(next);
  };
  const toggle = (task: Task) => void (task.status === 'open' ? complete(workspace, [task]) : reopen(workspace, [task]));
  const swipe = (task: Task, to: 'right' | 'left') =>
    void (to === 'right' ? toggle(task) : schedule(workspace, [task], { date: inDays(1) }));
  const bulk = (run: (tasks: Task[]) => unknown) => {
    void run(meant);
    setChosen(new Set());
  };
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  useShortcuts({
    ...(canEdit && {
      q: () => setAdding(true),
      x: () => here && select(here, false),
      e: () =>
        meant.length > 0 &&
        bulk((tasks) => (meant.every((task) => task.status !== 'open') ? reopen(workspace, tasks) : complete(workspace, tasks))),
      Delete: () => meant.length > 0 && bulk((tasks) => remove(workspace, tasks)),
      '1': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'urgent')),
      '2': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'high')),
      '3': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'medium')),
      '0': () => meant.length > 0 && bulk((tasks) => prioritize(workspace, tasks, 'none')),
      t: () => meant.length > 0 && bulk((tasks) => schedule(workspace, tasks, { date: today() })),
    }),
    j: () => move(1),
    k: () => move(-1),
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    o: () => here && open(here),
    Enter: () => here && open(here),
    b: () => patch({ board: !search.board || undefined }, true),
    f: () => setFiltering(!filtering),
    Escape: () => (chosen.size ? setChosen(new Set()) : close()),
  });
  useEffect(() => {
    const take = () => canEdit && asked.take() && setAdding(true);
    take();
    return asked.subscribe(take);
  }, [canEdit]);

  // One that does not belong here is told of: it is not gone.
  const onAdded = (id: string) => {
    setAdded(id);
    const task = made(id);
    if (task && !belongs(task, view, search, day))
      toast(t('form.elsewhere', { title: task.title, place: task.list ? (listsById.get(task.list)?.name ?? t('list')) : t('inbox') }));
  };
  const shared = {
    tasks,
    waiting: outbox.isAway() ? waits : undefined,
    lists: listsById,
    names,
    active: at,
    selected: chosen,
    readOnly: !canEdit,
    onOpen: open,
    onToggle: toggle,
    onSelect: select,
    onSwipe: canEdit && !selecting ? swipe : undefined,
    onEnd,
  };
  const ranked = parameters.sort === 'rank' && parameters.order === 'asc' && canEdit && !searched;
  const filtered = !!(search.status || search.priority || search.tag || search.overdue || search.text);
  return (
    <div className={`view ${search.task ? 'view-with-panel' : ''}`}>
      <main className={`main ${selecting ? 'selecting' : ''}`} id="main" tabIndex={-1} {...rowFocus}>
        <header className="view-header">
          <div>
            <h1 dir="auto">{title}</h1>
            {subtitle && <p className="subtitle">{subtitle}</p>}
          </div>
          <span className="spacer" />
          {actions}
          {canEdit && (
            <IconButton
              label={t('bulk.select')}
              className="touch-only"
              aria-pressed={selecting}
              onClick={() => {
                setSelecting(!selecting);
                setChosen(new Set());
              }}
            >
              <CheckSquare size={18} />
            </IconButton>
          )}
          <IconButton label={t('filters')} keys="f" aria-pressed={filtering || filtered} onClick={() => setFiltering(!filtering)}>
            <Filter size={18} />
          </IconButton>
          <IconButton
            label={t(search.board ? 'list' : 'board')}
            keys="b"
            onClick={() => patch({ board: !search.board || undefined }, true)}
          >
            {search.board ? <ListIcon size={18} /> : <Columns3 size={18} />}
          </IconButton>
        </header>
        {(filtering || filtered) && (
          <Suspense>
            <Filters search={search} view={view} />
          </Suspense>
        )}
        {canEdit &&
          (adding ? (
            <TaskForm workspace={workspace} lists={lists} onAdded={onAdded} onDone={() => setAdding(false)} {...newTask} />
          ) : (
            <button type="button" className="add" onClick={() => setAdding(true)}>
              <Plus size={18} aria-hidden /> {t('form.add')} <kbd>q</kbd>
            </button>
          ))}
        {canEdit && selected.length > 0 && (
          <Suspense>
            <Bulk workspace={workspace} count={selected.length} lists={lists} run={bulk} onNone={() => setChosen(new Set())} />
          </Suspense>
        )}
        <p className="visually-hidden" role="status">
          {data && !isPlaceholderData ? t('counted', { count: tasks.length }) : ''}
        </p>
        {!data ? (
          <Waiting error={error} onRetry={() => void refetch()} />
        ) : tasks.length === 0 ? (
          <Empty title={t(filtered ? 'empty.filtered' : 'empty.title')} text={filtered ? undefined : empty}>
            {filtered && (
              <Button
                onClick={() => patch({ status: undefined, priority: undefined, tag: undefined, overdue: undefined, text: undefined })}
              >
                {t('filter.clear')}
              </Button>
            )}
          </Empty>
        ) : search.board ? (
          <Suspense fallback={<Waiting />}>
            <Board
              {...shared}
              columns={priorityOptions()
                .reverse()
                .map(({ value, label }) => ({ id: value, title: label, holds: (task: Task) => task.priority === value }))}
              onMove={(task, to) => task.priority !== to && void prioritize(workspace, [task], to as Priority)}
            />
          </Suspense>
        ) : (
          <Suspense fallback={<Waiting />}>
            <TaskList
              {...shared}
              reveal={added}
              sections={sections}
              more={hasNextPage}
              actionOf={canEdit ? actionOf : undefined}
              onReorder={ranked ? (task, after, before) => void reorder(workspace, task, after, before) : undefined}
            />
          </Suspense>
        )}
      </main>
      {search.task && (
        <Suspense
          fallback={
            <aside className="panel">
              <Waiting />
            </aside>
          }
        >
          <TaskPanel workspace={workspace} id={search.task} lists={lists} onClose={close} onOpen={(task) => patch({ task })} />
        </Suspense>
      )}
    </div>
  );
}
