/**
 * What was asked for and is not read back yet. Pages show what the server said with this laid over it: a change is seen at once,
 * stays until the read model has it, and is gone as if it had never been if it is refused.
 */
import { useSyncExternalStore } from 'react';
import type { Task } from './api';

export type Change = { task: string; workspace: string; apply: (task: Task) => Task | null };
export type Addition = { workspace: string; task: Task };
type Pending = { changes: Change[]; additions: Addition[] };

let all: Pending[] = [];
let version = 0;
const listeners = new Set<() => void>();

function tell() {
  version += 1;
  listeners.forEach((listener) => listener());
}

export const pending = {
  add(one: Pending) {
    all = [...all, one];
    tell();
    return () => {
      all = all.filter((each) => each !== one);
      tell();
    };
  },
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};

/** The task with what is asked of it, null if it is to be gone. */
export function changed(task: Task): Task | null {
  let now: Task | null = task;
  for (const each of all) for (const change of each.changes) if (now && change.task === now.id) now = change.apply(now);
  return now;
}

export function overlay(tasks: Task[], workspace: string, belongs: (task: Task) => boolean): Task[] {
  if (all.length === 0) return tasks;
  const known = new Set(tasks.map((task) => task.id));
  const added = all.flatMap((each) => each.additions).filter((each) => each.workspace === workspace && !known.has(each.task.id));
  const touched = new Set(all.flatMap((each) => each.changes).map((each) => each.task));
  return [...tasks, ...added.map((each) => each.task)]
    .map((task) => (touched.has(task.id) ? changed(task) : task))
    .filter((task): task is Task => task !== null && (!(touched.has(task.id) || !known.has(task.id)) || belongs(task)));
}

/** Renders again whenever something is asked for or read back. */
export function usePendingVersion() {
  return useSyncExternalStore(pending.subscribe, () => version);
}
