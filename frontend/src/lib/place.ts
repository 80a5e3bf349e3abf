/** Where one is: the workspace, the view and its filters, all of them in the URL. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSyncExternalStore } from 'react';
import type { Role } from './api';
import type { Search } from './filters';
import { useWorkspaces } from './queries';
import { session } from './session';

export function useSession() {
  return useSyncExternalStore(session.subscribe, () => session.state);
}
export function usePerson(): string {
  return useSyncExternalStore(session.subscribe, () => session.person);
}
export function usePlace() {
  return useSearch({ strict: false }) as Search;
}
export function useWorkspace(): string {
  const person = usePerson();
  return usePlace().workspace ?? person;
}
/** What one may do here; in one's own workspace everything, before it exists, too. */
export function useRole(): Role {
  const workspace = useWorkspace();
  const { data } = useWorkspaces();
  return data?.items.find((each) => each.id === workspace)?.role ?? 'owner';
}
/** Whether one belongs here; while that is not known, it is believed. */
export function useIsMember(): boolean {
  const workspace = useWorkspace();
  const person = usePerson();
  const { data, isFetching } = useWorkspaces();
  return workspace === person || !data || isFetching || data.items.some((each) => each.id === workspace);
}
export function useCanEdit() {
  const role = useRole();
  return role === 'editor' || role === 'owner';
}

/** Changes some of what the URL says and keeps the rest. */
export function usePatchSearch() {
  const navigate = useNavigate();
  return (patch: Partial<Search>, replace = false) =>
    void navigate({ to: '.', search: (now: Search) => ({ ...now, ...patch }), replace } as never);
}
