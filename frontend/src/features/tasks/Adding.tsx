/** The line of a view that adds a task to it. */
import { Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TaskForm } from './form/TaskForm';
import { adding as asked } from '../../lib/adding';
import type { Due, ListWithCounts, Task } from '../../lib/api';
import { useWorkspace } from '../../lib/place';
import { useShortcuts } from '../../lib/shortcuts';
import { toast } from '../../lib/toasts';

/** What a new task has from the view that it is added to. */
export type NewTask = { list?: string | null; due?: Due | null; tag?: string };
type Props = { lists: ListWithCounts[]; newTask?: NewTask; belongs: (task: Task) => boolean; onAdded: (id: string) => void };

export function Adding({ lists, newTask, belongs, onAdded }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [adding, setAdding] = useState(false);
  useShortcuts({ q: () => setAdding(true) });
  useEffect(() => {
    const take = () => asked.take() && setAdding(true);
    take();
    return asked.subscribe(take);
  }, []);
  // One that does not belong here is told of: it is not gone.
  const understood = (task: Task) => {
    const place = task.list ? (lists.find((each) => each.id === task.list)?.name ?? t('list')) : t('inbox');
    if (!belongs(task)) toast(t('form.elsewhere', { title: task.title, place }));
  };
  if (adding)
    return (
      <TaskForm
        workspace={workspace}
        lists={lists}
        onAdded={onAdded}
        onUnderstood={understood}
        onDone={() => setAdding(false)}
        {...newTask}
      />
    );
  return (
    <button type="button" className="add" onClick={() => setAdding(true)}>
      <Plus size={18} aria-hidden /> {t('form.add')} <kbd>q</kbd>
    </button>
  );
}
