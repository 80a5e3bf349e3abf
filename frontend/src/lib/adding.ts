/** What asks for a new task from outside of the view that will have it: the bar at the bottom of a phone. */
import { makeListeners } from './listeners';

let asked = false;
const listeners = makeListeners();

export const adding = {
  subscribe: listeners.subscribe,
  ask() {
    asked = true;
    listeners.tell();
  },
  /** True once for each time it was asked. */
  take(): boolean {
    const now = asked;
    asked = false;
    return now;
  },
};
