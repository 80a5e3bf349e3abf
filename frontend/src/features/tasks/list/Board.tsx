/** The same tasks in columns, by priority or by list; a card is dragged, or moved with its menu. */
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../../lib/api';
import type { TaskListProps } from './TaskList';
import { TaskRow } from './TaskRow';
import { DragShown } from './DragShown';
import { useDragWords } from './dragWords';

export type Column = { id: string; title: string; holds: (task: Task) => boolean };
type Props = TaskListProps & { columns: Column[]; onMove: (task: Task, column: string) => void };

function Card({ task, board }: { task: Task; board: Props }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, isDragging } = useDraggable({ id: task.id, disabled: board.readOnly });
  return (
    <li ref={setNodeRef} className={`card ${isDragging ? 'drag-from' : ''}`}>
      <TaskRow
        task={task}
        list={task.list ? board.lists.get(task.list) : undefined}
        assignee={task.assignee ? board.names.get(task.assignee) : undefined}
        active={board.active === task.id}
        selected={board.selected.has(task.id)}
        readOnly={board.readOnly}
        waiting={board.waiting?.(task.id)}
        onOpen={() => board.onOpen(task)}
        onToggle={() => board.onToggle(task)}
        onSelect={(range) => board.onSelect(task, range)}
        handle={{ ...attributes, ...listeners, ref: setActivatorNodeRef }}
      />
    </li>
  );
}

function BoardColumn({ column, tasks, board }: { column: Column; tasks: Task[]; board: Props }) {
  const { setNodeRef, isOver } = useDroppable({ id: column.id });
  return (
    <section className={`column ${isOver ? 'column-over' : ''}`} ref={setNodeRef} aria-label={column.title}>
      <h2>
        {column.title} <span className="count">{tasks.length}</span>
      </h2>
      <ul>
        {tasks.map((task) => (
          <Card key={task.id} task={task} board={board} />
        ))}
      </ul>
    </section>
  );
}

export default function Board(props: Props) {
  const { t } = useTranslation();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor));
  const words = useDragWords(
    (id) => props.tasks.find((task) => task.id === id)?.title ?? props.columns.find((column) => column.id === id)?.title ?? '',
  );
  const [dragged, setDragged] = useState<Task>();
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(undefined);
    const task = props.tasks.find((each) => each.id === active.id);
    if (task && over) props.onMove(task, String(over.id));
  };
  return (
    <DndContext
      sensors={sensors}
      accessibility={words}
      onDragStart={({ active }) => setDragged(props.tasks.find((task) => task.id === active.id))}
      onDragCancel={() => setDragged(undefined)}
      onDragEnd={drop}
    >
      <div className="board" role="group" aria-label={t('board')} tabIndex={0}>
        {props.columns.map((column) => (
          <BoardColumn key={column.id} column={column} tasks={props.tasks.filter(column.holds)} board={props} />
        ))}
      </div>
      <DragOverlay>{dragged && <DragShown task={dragged} />}</DragOverlay>
    </DndContext>
  );
}
