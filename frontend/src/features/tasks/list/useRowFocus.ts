/** The focus stays with the rows: it goes where the keys go, comes back when the panel closes, and moves on when its row is gone. */
import { useCallback, useEffect, useRef } from 'react';
import type { Task } from '../../../lib/api';

const most_tries = 60; // frames until a row that is scrolled to is there

export function focusRow(id: string) {
  let tries = 0;
  const look = () => {
    const body = document.querySelector<HTMLElement>(`#main [data-task="${id}"] .row-body`);
    if (body) body.focus({ preventScroll: true });
    else if (++tries < most_tries) requestAnimationFrame(look);
  };
  look();
}

/** `onMoved`: another task has it now. */
export function useRowFocus(tasks: Task[], onMoved: (id: string) => void) {
  const last = useRef<{ id: string; index: number } | null>(null);
  useEffect(() => {
    const lost = last.current;
    if (!lost || document.activeElement !== document.body || tasks.some((task) => task.id === lost.id)) return;
    last.current = null;
    const next = tasks[Math.min(lost.index, tasks.length - 1)];
    if (!next) return document.getElementById('main')?.focus();
    onMoved(next.id);
    focusRow(next.id);
  }, [tasks, onMoved]);
  const onFocus = useCallback(
    (event: React.FocusEvent) => {
      const id = (event.target as Element).closest<HTMLElement>('[data-task]')?.dataset['task'];
      const index = tasks.findIndex((task) => task.id === id);
      last.current = id && index >= 0 ? { id, index } : null;
      if (id && (event.target as Element).matches('.row-body')) onMoved(id);
    },
    [tasks, onMoved],
  );
  const onBlur = useCallback((event: React.FocusEvent) => {
    const { target } = event;
    // A row that is taken away is left, too: that is not what is meant here.
    setTimeout(() => {
      if (target.isConnected && document.activeElement === document.body) last.current = null;
    });
  }, []);
  return { onFocus, onBlur };
}
