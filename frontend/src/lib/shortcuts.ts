/** Keys that do something wherever one is, but not while one types. Those of a single character can be switched off (WCAG 2.1.4). */
import { useEffect, useLayoutEffect, useRef } from 'react';
import { flag, useFlag } from './flags';

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

const offName = 'tasklog-keys-off';

export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [off, setOff] = useFlag(offName);
  return [!off, (on) => setOff(!on)];
}

function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
      target.closest('dialog, [role=dialog], [role=menu], [role=listbox]') !== null)
  );
}
/** Where a key has a meaning of its own already. */
function isControl(target: EventTarget | null) {
  return target instanceof HTMLElement && target.closest('button, a, summary, [role=tab]') !== null;
}
function nameOf(event: KeyboardEvent) {
  return `${event.ctrlKey || event.metaKey ? 'mod+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

export function useShortcuts(shortcuts: Shortcuts, enabled = true) {
  const now = useRef(shortcuts);
  // Before it is painted: a key acts on what is seen, not on what was there a moment ago.
  useLayoutEffect(() => {
    now.current = shortcuts;
  });
  useEffect(() => {
    if (!enabled) return;
    const on = (event: KeyboardEvent) => {
      const name = nameOf(event);
      if (event.defaultPrevented) return;
      // In a text Ctrl-Z is the text's own.
      if (event.altKey || (isTyping(event.target) && (!name.startsWith('mod+') || name === 'mod+z'))) return;
      if (name === 'Enter' && isControl(event.target)) return;
      if (name.length === 1 && flag(offName)) return;
      const run = now.current[name];
      if (!run) return;
      event.preventDefault();
      run(event);
    };
    document.addEventListener('keydown', on);
    return () => document.removeEventListener('keydown', on);
  }, [enabled]);
}
