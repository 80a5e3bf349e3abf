/** What is dragged, under the pointer. */
import { GripVertical } from 'lucide-react';
import type { Task } from '../../../lib/api';

export function DragShown({ task }: { task: Task }) {
  return (
    <div className="drag-shown row" aria-hidden>
      <GripVertical size={16} />
      <span className="row-title" dir="auto">
        {task.title}
      </span>
    </div>
  );
}
