/** Keys that do something wherever one is, but not while one types. */
import { useEffect, useRef } from 'react';

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

function isTyping(target: EventTarget | null) {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.closest('dialog, [role=dialog], [role=menu], [role=listbox]') !== null);
}
function nameOf(event: KeyboardEvent) {
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

export function useShortcuts(shortcuts: Shortcuts, enabled = true) {
  const now = useRef(shortcuts);
  useEffect(() => {
    now.current = shortcuts;
  });
  useEffect(() => {
    if (!enabled) return;
    const on = (event: KeyboardEvent) => {
      const name = nameOf(event);
      // In a text Ctrl-Z is the text's own.
      if (event.altKey || (isTyping(event.target) && (!name.startsWith('mod+') || name === 'mod+z'))) return;
      const run = now.current[name];
      if (!run) return;
      event.preventDefault();
      run(event);
    };
    document.addEventListener('keydown', on);
    return () => document.removeEventListener('keydown', on);
  }, [enabled]);
}
