/** What was done on this page and can be undone, the newest first: by ordinary commands, which bring back what was there before. */
import { useSyncExternalStore } from 'react';
import { makeListeners } from './listeners';

const most_kept = 100;

export type Done = { id: number; label: string; undo: () => void };

let all: Done[] = [];
let next = 1;
const listeners = makeListeners();

function set(now: Done[]) {
  all = now;
  listeners.tell();
}

export const undos = {
  add(label: string, undo: () => void): number {
    const id = next++;
    set([{ id, label, undo }, ...all].slice(0, most_kept));
    return id;
  },
  /** It did not happen after all. */
  forget(id: number) {
    set(all.filter((each) => each.id !== id));
  },
  run(id: number) {
    const one = all.find((each) => each.id === id);
    undos.forget(id);
    one?.undo();
  },
  runNewest() {
    if (all[0]) undos.run(all[0].id);
  },
  clear: () => set([]),
};

export function useUndos(): Done[] {
  return useSyncExternalStore(listeners.subscribe, () => all);
}
