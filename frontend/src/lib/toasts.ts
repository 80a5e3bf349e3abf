/** Short messages at the edge of the page, some of which can be undone. */
import { useSyncExternalStore } from 'react';

export type Toast = { id: number; text: string; kind: 'done' | 'failed'; undo?: () => void };

const shown_ms = 8_000;
let toasts: Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(now: Toast[]) {
  toasts = now;
  listeners.forEach((listener) => listener());
}
export function dismiss(id: number) {
  set(toasts.filter((each) => each.id !== id));
}
export function toast(text: string, more: { kind?: Toast['kind']; undo?: () => void } = {}) {
  const id = next++;
  set([...toasts.slice(-2), { id, text, kind: more.kind ?? 'done', undo: more.undo }]);
  setTimeout(() => dismiss(id), shown_ms);
}
/** Undoes the newest change that can be. */
export function undoNewest() {
  const newest = toasts.findLast((each) => each.undo);
  if (!newest) return;
  dismiss(newest.id);
  newest.undo?.();
}
export function useToasts() {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => toasts,
  );
}
