/** Which tasks of a view are chosen, one by one or from one to another. */
import { useState } from 'react';
import type { Task } from '../../lib/api';

export function useSelection(tasks: Task[]) {
  const [chosen, setChosen] = useState<Set<string>>(new Set());
  const [anchor, setAnchor] = useState('');
  const select = (task: Task, range: boolean) => {
    const next = new Set(chosen);
    const [from, to] = [tasks.findIndex((each) => each.id === anchor), tasks.indexOf(task)];
    if (range && from >= 0) tasks.slice(Math.min(from, to), Math.max(from, to) + 1).forEach((each) => next.add(each.id));
    else if (!next.delete(task.id)) next.add(task.id);
    setAnchor(task.id);
    setChosen(next);
  };
  return { chosen, selected: tasks.filter((task) => chosen.has(task.id)), select, selectNone: () => setChosen(new Set()) };
}
