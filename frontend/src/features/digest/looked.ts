/** Until when this browser's person has seen what happened in a workspace. */
import { session } from '../../lib/session';

const key = (workspace: string) => `tasklog.looked.${session.person}.${workspace}`;

export function lookedUntil(workspace: string): string | null {
  return localStorage.getItem(key(workspace));
}
export function setLooked(workspace: string, until: string) {
  localStorage.setItem(key(workspace), until);
}
