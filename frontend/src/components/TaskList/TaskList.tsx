/** A list of any length: only the rows that can be seen are there. Rows are dragged, or moved by the keyboard with their handle. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListWithCounts, Task } from '../../lib/api';
import { TaskRow } from './TaskRow';

export type TaskListProps = {
  tasks: Task[];
  lists: Map<string, ListWithCounts>;
  names: Map<string, string>;
  active: string | undefined;
  selected: Set<string>;
  readOnly: boolean;
  waiting?: (task: string) => boolean; // whether something of it is not sent yet
  onOpen: (task: Task) => void;
  onToggle: (task: Task) => void;
  onSelect: (task: Task, range: boolean) => void;
  onReorder?: (task: Task, after: Task | undefined, before: Task | undefined) => void;
  reveal?: string; // a new one, to be shown wherever it stands
  onEnd: () => void; // the last rows are near: there may be more
};

const row_px = 56;

const Sortable = lazy(() => import('./Sortable').then((module) => ({ default: module.Sortable })));
const SortableRow = lazy(() => import('./Sortable').then((module) => ({ default: module.SortableRow })));

export function TaskList(props: TaskListProps) {
  const { t } = useTranslation();
  const { tasks, onReorder, onEnd } = props;
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const rows = useVirtualizer({ count: tasks.length, getScrollElement: () => scroller.current, estimateSize: () => row_px, overscan: 8, getItemKey: (i) => tasks[i]?.id ?? i });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= tasks.length - 20) onEnd();
  }, [last, tasks.length, onEnd]);
  useEffect(() => {
    const at = tasks.findIndex((task) => task.id === props.active);
    if (at >= 0) rows.scrollToIndex(at);
    // Only when another one is active: a list that changes must not move under the reader.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [props.active]);

  // Until one scrolls oneself: rows that come, are measured, or are put into a place of their own later push it out of sight again.
  const seen = useRef('');
  const see = () => void (seen.current = props.reveal ?? '');
  const gone = useRef(props.active);
  useEffect(() => {
    if (gone.current !== props.active) see();
    gone.current = props.active;
    const at = seen.current === props.reveal ? -1 : tasks.findIndex((task) => task.id === props.reveal);
    if (at >= 0 && (!rows.range || at < rows.range.startIndex || at > rows.range.endIndex)) rows.scrollToIndex(at);
  });

  const row = (task: Task) => ({
    task,
    list: task.list ? props.lists.get(task.list) : undefined,
    assignee: task.assignee ? props.names.get(task.assignee) : undefined,
    active: props.active === task.id,
    selected: props.selected.has(task.id),
    readOnly: props.readOnly,
    waiting: props.waiting?.(task.id),
    onOpen: () => props.onOpen(task),
    onToggle: () => props.onToggle(task),
    onSelect: (range: boolean) => props.onSelect(task, range),
  });
  const content = (
    <ul className="rows" style={{ height: rows.getTotalSize() }} aria-label={t('tasks')}>
      {items.map((item) => {
        const task = tasks[item.index];
        if (!task) return null;
        return (
          <li key={item.key} data-index={item.index} ref={rows.measureElement} style={{ transform: `translateY(${item.start}px)` }} aria-setsize={tasks.length} aria-posinset={item.index + 1}>
            {onReorder ? <Suspense fallback={<TaskRow {...row(task)} />}><SortableRow {...row(task)} /></Suspense> : <TaskRow {...row(task)} />}
          </li>
        );
      })}
    </ul>
  );
  return (
    <div className="scroller" ref={scroller} tabIndex={-1} onWheel={see} onPointerDown={see}>
      {onReorder ? <Suspense fallback={content}><Sortable tasks={tasks} onReorder={onReorder}>{content}</Sortable></Suspense> : content}
    </div>
  );
}
