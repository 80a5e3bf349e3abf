/** A list of any length: only the rows that can be seen are there. Rows are dragged, or moved by the keyboard with their handle. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, use, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListWithCounts, Match, Task } from '../../../lib/api';
import { saySum } from '../../../lib/estimates';
import type { Section } from '../../../lib/sections';
import { TaskRow } from './TaskRow';

export type TaskListProps = {
  tasks: Task[];
  matches?: Map<string, Match>; // what of them was searched for
  lists: Map<string, ListWithCounts>;
  names: Map<string, string>;
  active: string | undefined;
  selected: Set<string>;
  readOnly: boolean;
  waiting?: (task: string) => boolean; // whether something of it is not sent yet
  onOpen: (task: Task) => void;
  onToggle: (task: Task) => void;
  onSelect: (task: Task, range: boolean) => void;
  onSwipe?: (task: Task, to: 'right' | 'left') => void; // by a finger: what is told at the row's end
  onReorder?: (task: Task, after: Task | undefined, before: Task | undefined) => void;
  reveal?: string; // a new one, to be shown wherever it stands
  onEnd: () => void; // the last rows are near: there may be more
  sections?: Section[]; // of the same tasks, in the same order
  actionOf?: (section: Section) => ReactNode;
  more?: boolean; // there are some that are not read yet
};

type Line = { key: string; task?: Task; section?: Section; place: number };

const row_px = 56;

// On its way from the start, and waited for: rows that became others later would lose a click in between. Without it nothing is dragged.
const sorting = import('./Sortable').catch(() => null);

export function TaskList(props: TaskListProps) {
  const { t } = useTranslation();
  const { tasks, sections, onEnd } = props;
  const sortable = use(sorting);
  const onReorder = sortable ? props.onReorder : undefined;
  const lines = useMemo((): Line[] => {
    let place = 0;
    const ofTask = (task: Task): Line => ({ key: task.id, task, place: ++place });
    return sections
      ? sections.flatMap((section) => [{ key: `section ${section.id}`, section, place: 0 }, ...section.tasks.map(ofTask)])
      : tasks.map(ofTask);
  }, [tasks, sections]);
  const scroller = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => row_px,
    overscan: 8,
    getItemKey: (i) => lines[i]?.key ?? i,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= lines.length - 20) onEnd();
  }, [last, lines.length, onEnd]);
  useEffect(() => {
    const at = lines.findIndex((line) => line.key === props.active);
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
    const at = seen.current === props.reveal ? -1 : lines.findIndex((line) => line.key === props.reveal);
    if (at >= 0 && (!rows.range || at < rows.range.startIndex || at > rows.range.endIndex)) rows.scrollToIndex(at);
  });

  const row = (task: Task) => ({
    task,
    match: props.matches?.get(task.id),
    list: task.list ? props.lists.get(task.list) : undefined,
    assignee: task.assignee ? props.names.get(task.assignee) : undefined,
    active: props.active === task.id,
    selected: props.selected.has(task.id),
    readOnly: props.readOnly,
    waiting: props.waiting?.(task.id),
    onOpen: () => props.onOpen(task),
    onToggle: () => props.onToggle(task),
    onSelect: (range: boolean) => props.onSelect(task, range),
    onSwipe: props.onSwipe && ((to: 'right' | 'left') => props.onSwipe?.(task, to)),
  });
  const content = (
    <ul className="rows" style={{ height: rows.getTotalSize() }} aria-label={t('tasks')}>
      {items.map((item) => {
        const { task, section, place } = lines[item.index] ?? {};
        const style = { transform: `translateY(${item.start}px)` };
        if (section)
          return (
            <li key={item.key} data-index={item.index} ref={rows.measureElement} style={style} className="section-line">
              <h2>{section.title}</h2>{' '}
              <span className="count">
                {section.tasks.length}
                {props.more && section === sections?.at(-1) ? '+' : ''}
              </span>
              <small>{saySum(section.tasks, !!props.more && section === sections?.at(-1))}</small>
              <span className="spacer" />
              {props.actionOf?.(section)}
            </li>
          );
        if (!task) return null;
        return (
          <li
            key={item.key}
            data-index={item.index}
            ref={rows.measureElement}
            style={style}
            aria-setsize={tasks.length}
            aria-posinset={place}
          >
            {sortable && onReorder ? <sortable.SortableRow {...row(task)} /> : <TaskRow {...row(task)} />}
          </li>
        );
      })}
    </ul>
  );
  return (
    <div className="scroller" ref={scroller} tabIndex={-1} onWheel={see} onPointerDown={see}>
      {sortable && onReorder ? (
        <sortable.Sortable tasks={tasks} onReorder={onReorder}>
          {content}
        </sortable.Sortable>
      ) : (
        content
      )}
    </div>
  );
}
