/** What is switched on in this browser, and stays so. */
import { useSyncExternalStore } from 'react';
import { makeListeners } from './listeners';

const listeners = makeListeners();

export function flag(name: string): boolean {
  return localStorage.getItem(name) !== null;
}
export function useFlag(name: string): [boolean, (on: boolean) => void] {
  const set = (on: boolean) => {
    if (on) localStorage.setItem(name, '1');
    else localStorage.removeItem(name);
    listeners.tell();
  };
  return [useSyncExternalStore(listeners.subscribe, () => flag(name)), set];
}
