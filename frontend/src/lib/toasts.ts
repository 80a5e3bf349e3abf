/** Short messages at the edge of the page, some of which can be undone. */
import { useSyncExternalStore } from 'react';
import { makeListeners } from './listeners';

export type Toast = { id: number; text: string; kind: 'done' | 'failed'; undo?: number }; // which of what was done it undoes

const shown_ms = 8_000;
let toasts: Toast[] = [];
let next = 1;
const listeners = makeListeners();

function set(now: Toast[]) {
  toasts = now;
  listeners.tell();
}
export function dismiss(id: number) {
  set(toasts.filter((each) => each.id !== id));
}
export function toast(text: string, more: { kind?: Toast['kind']; undo?: number } = {}) {
  const id = next++;
  set([...toasts.slice(-2), { id, text, kind: more.kind ?? 'done', undo: more.undo }]);
  setTimeout(() => dismiss(id), shown_ms);
}
export function useToasts() {
  return useSyncExternalStore(listeners.subscribe, () => toasts);
}
