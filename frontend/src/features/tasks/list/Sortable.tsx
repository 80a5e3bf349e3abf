/** Rows that are dragged, or moved by the keyboard: space on the handle, arrows, space. */
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  PointerSensor,
  closestCenter,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { type ReactNode, useState } from 'react';
import type { Task } from '../../../lib/api';
import { DragShown } from './DragShown';
import { useDragWords } from './dragWords';
import { type RowProps, TaskRow } from './TaskRow';

export function SortableRow(props: RowProps) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: props.task.id });
  return (
    <div
      ref={setNodeRef}
      className={isDragging ? 'drag-from' : ''}
      style={{ transform: transform ? `translate3d(0, ${transform.y}px, 0)` : undefined, transition }}
    >
      <TaskRow {...props} handle={{ ...attributes, ...listeners, ref: setActivatorNodeRef }} />
    </div>
  );
}

type Props = { tasks: Task[]; onReorder: (task: Task, after: Task | undefined, before: Task | undefined) => void; children: ReactNode };

export function Sortable({ tasks, onReorder, children }: Props) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const words = useDragWords((id) => tasks.find((task) => task.id === id)?.title ?? '');
  const [dragged, setDragged] = useState<Task>();
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(undefined);
    const from = tasks.findIndex((task) => task.id === active.id);
    const to = tasks.findIndex((task) => task.id === over?.id);
    const task = tasks[from];
    if (!task || to < 0 || from === to) return;
    const others = tasks.filter((each) => each.id !== task.id);
    onReorder(task, others[to - 1], others[to]);
  };
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={words}
      onDragStart={({ active }) => setDragged(tasks.find((task) => task.id === active.id))}
      onDragCancel={() => setDragged(undefined)}
      onDragEnd={drop}
    >
      <SortableContext items={tasks.map((task) => task.id)} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
      <DragOverlay>{dragged && <DragShown task={dragged} />}</DragOverlay>
    </DndContext>
  );
}
