/** A view of tasks: heading, filters, list or board, the panel beside it, and the keys that work in it. */
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskList } from './list/TaskList';
import { focusRow, useRowFocus } from './list/useRowFocus';
import { priorityOptions } from '../../ui/options';
import { Waiting } from '../../ui/ui';
import { complete, prioritize, remove, reopen, reorder, schedule } from '../../lib/actions';
import type { Priority, Task } from '../../lib/api';
import { inDays, today } from '../../lib/dates';
import type { View } from '../../lib/filters';
import { outbox } from '../../lib/outbox';
import { waits } from '../../lib/overlay';
import { useCanEdit, usePatchSearch, usePlace, useWorkspace } from '../../lib/place';
import { useNames } from '../../lib/queries';
import type { Section } from '../../lib/sections';
import { useShortcuts } from '../../lib/shortcuts';
import { useShownLists } from '../../lib/shown';
import { useTitle } from '../../lib/title';
import { Adding, type NewTask } from './Adding';
import { NoTasks } from './NoTasks';
import { useSelection } from './useSelection';
import { useViewTasks } from './useViewTasks';
import { ViewHeader } from './ViewHeader';

const TaskPanel = lazy(() => import('../panel/TaskPanel'));
const Filters = lazy(() => import('./Filters'));
const Bulk = lazy(() => import('./Bulk'));
const Board = lazy(() => import('./list/Board'));

/** `sections`: how the view is divided, if it is in its own order; `actionOf`: what can be done to a whole section. */
type Props = {
  view: View;
  title: string;
  subtitle?: string;
  empty: string;
  actions?: ReactNode;
  newTask?: NewTask;
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
  const [filtering, setFiltering] = useState(false);
  const [selecting, setSelecting] = useState(false); // by the finger: what the mouse shows when it comes near
  const [added, setAdded] = useState<string>();
  const [cursor, setCursor] = useState<string | undefined>();
  const { query, missing, tasks, sum, sections, ranked, matches, complete: all, belongs } = useViewTasks(view, sectionsOf);
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = query;
  const lists = useShownLists(workspace);
  const listsById = useMemo(() => new Map(lists.map((each) => [each.id, each])), [lists]);
  const names = useNames(tasks.flatMap((task) => task.assignee ?? []));
  const { chosen, selected, select, selectNone } = useSelection(tasks);
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
  const toggle = (task: Task) => void (task.status === 'open' ? complete(workspace, [task]) : reopen(workspace, [task]));
  const swipe = (task: Task, to: 'right' | 'left') =>
    void (to === 'right' ? toggle(task) : schedule(workspace, [task], { date: inDays(1) }));
  const bulk = (run: (tasks: Task[]) => unknown) => {
    void run(meant);
    selectNone();
  };
  const onEnd = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);

  useShortcuts({
    ...(canEdit && {
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
    Escape: () => (chosen.size ? selectNone() : close()),
  });
  const shared = {
    tasks,
    matches,
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
  const filtered = !!(search.status || search.priority || search.tag || search.overdue || search.text || search.filter);
  return (
    <div className={`view ${search.task ? 'view-with-panel' : ''}`}>
      <main className={`main ${selecting ? 'selecting' : ''}`} id="main" tabIndex={-1} {...rowFocus}>
        <ViewHeader
          title={title}
          subtitle={[all ? subtitle : t('found.partly'), sum].filter(Boolean).join(' · ')}
          actions={actions}
          selecting={selecting}
          filtering={filtering || filtered}
          onSelecting={() => {
            setSelecting(!selecting);
            selectNone();
          }}
          onFiltering={() => setFiltering(!filtering)}
        />
        {(filtering || filtered) && (
          <Suspense>
            <Filters search={search} view={view} error={error} />
          </Suspense>
        )}
        {canEdit && <Adding lists={lists} newTask={newTask} belongs={belongs} onAdded={setAdded} />}
        {canEdit && selected.length > 0 && (
          <Suspense>
            <Bulk workspace={workspace} count={selected.length} lists={lists} run={bulk} onNone={() => selectNone()} />
          </Suspense>
        )}
        <p className="visually-hidden" role="status">
          {data && !isPlaceholderData ? t('counted', { count: tasks.length }) : ''}
        </p>
        {missing ? (
          <Waiting error={error} onRetry={() => void refetch()} />
        ) : tasks.length === 0 ? (
          <NoTasks filtered={filtered} text={empty} />
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
              onReorder={ranked && canEdit ? (task, after, before) => void reorder(workspace, task, after, before) : undefined}
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
