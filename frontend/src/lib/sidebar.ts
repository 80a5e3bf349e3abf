/** What of the sidebar is folded away, kept by the browser. */
import { useSyncExternalStore } from 'react';
import { makeListeners } from './listeners';

const listeners = makeListeners();
const keyOf = (part: string) => `tasklog-folded:${part}`;

export function useFolded(part: string): [boolean, () => void] {
  const folded = useSyncExternalStore(listeners.subscribe, () => localStorage.getItem(keyOf(part)) !== null);
  const toggle = () => {
    if (folded) localStorage.removeItem(keyOf(part));
    else localStorage.setItem(keyOf(part), '1');
    listeners.tell();
  };
  return [folded, toggle];
}
