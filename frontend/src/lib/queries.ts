/** What pages read. Each key begins with the kind and the workspace, so that a change of the workspace reads again what is shown of it. */
import {
  type InfiniteData,
  type Query,
  QueryClient,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { api, type Due, ProblemError, read, type Task } from './api';
import { statusesOf, type TaskParameters } from './filters';
import { weekStartName, zone } from './dates';

export const page_size = 500;

/** All of a list that comes in pages: for what a person looks at as a whole. */
async function allPages<Item>(page: (cursor: string) => Promise<{ items: Item[]; next: string | null }>): Promise<{ items: Item[] }> {
  const items: Item[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { items: some, next }: { items: Item[]; next: string | null } = await page(cursor);
    items.push(...some);
    cursor = next;
  }
  return { items };
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 3_600_000, // what was seen can be seen again without the server
      networkMode: 'always', // whether the server can be reached is seen by asking it
      retry: (failures, error) => failures < 5 && error instanceof ProblemError && error.problem.status === 503,
      retryDelay: (failures) => Math.min(250 * 2 ** failures, 4_000),
    },
  },
});

/** Reads again all that is shown of a workspace; done when it is there. Throws where something could not be read for now. */
export async function readAgain(workspace: string) {
  const predicate = ({ queryKey }: Query) => queryKey[1] === workspace;
  await queryClient.invalidateQueries({ predicate });
  void queryClient.invalidateQueries({ queryKey: ['count', { workspace }] }); // nothing waits for these
  const failed = queryClient
    .getQueryCache()
    .findAll({ type: 'active', predicate })
    .find(({ state }) => state.error && !refusedForGood(state.error));
  if (failed) throw failed.state.error;
}
/** Reads again all that is shown. */
export function readAllAgain() {
  return queryClient.invalidateQueries();
}
function refusedForGood(error: Error) {
  return error instanceof ProblemError && error.problem.status < 500 && error.problem.status !== 429;
}

export function useTasks(workspace: string, parameters: TaskParameters, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['tasks', workspace, parameters],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/tasks', {
          params: { query: { workspace, ...parameters, zone, limit: page_size, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useTask(workspace: string, task: string) {
  const seen = seenInList(workspace, task);
  return useQuery({
    queryKey: ['task', workspace, task],
    queryFn: ({ signal }) => read(api.GET('/api/v1/tasks/{task}', { params: { path: { task }, query: { workspace } }, signal })),
    enabled: task !== '',
    initialData: seen?.task,
    initialDataUpdatedAt: seen?.at,
  });
}
/** As the newest list that was read has it. */
function seenInList(workspace: string, id: string): { task: Task; at: number } | undefined {
  let newest: { task: Task; at: number } | undefined;
  for (const { state } of queryClient.getQueryCache().findAll({ queryKey: ['tasks', workspace] })) {
    const task = (state.data as InfiniteData<{ items: Task[] }> | undefined)?.pages
      .flatMap((page) => page.items)
      .find((each) => each.id === id);
    if (task && state.dataUpdatedAt > (newest?.at ?? 0)) newest = { task, at: state.dataUpdatedAt };
  }
  return newest;
}
export function useSubtasks(workspace: string, parent: string) {
  return useTasks(workspace, { parent, status: 'open,completed,cancelled', sort: 'rank', order: 'asc' });
}
export function useLists(workspace: string) {
  return useQuery({
    queryKey: ['lists', workspace],
    queryFn: ({ signal }) => read(api.GET('/api/v1/lists', { params: { query: { workspace } }, signal })),
    placeholderData: keepPreviousData,
  });
}
export function useDeletedLists(workspace: string) {
  return useQuery({
    queryKey: ['deletedLists', workspace],
    queryFn: ({ signal }) => read(api.GET('/api/v1/lists', { params: { query: { workspace, deleted: true } }, signal })),
  });
}
export function useTags(workspace: string) {
  return useQuery({
    queryKey: ['tags', workspace],
    queryFn: ({ signal }) => read(api.GET('/api/v1/tags', { params: { query: { workspace } }, signal })),
    placeholderData: keepPreviousData,
  });
}
export function useFilters(workspace: string) {
  return useQuery({
    queryKey: ['filters', workspace],
    queryFn: ({ signal }) => read(api.GET('/api/v1/filters', { params: { query: { workspace } }, signal })),
    placeholderData: keepPreviousData,
  });
}
/** How many tasks the page of a filter shows. Its key does not begin with the workspace: no change waits for it. */
export function countOf(workspace: string, filter: string) {
  const status = statusesOf({ kind: 'filter', words: filter }, {}).join(',');
  return queryOptions({
    queryKey: ['count', { workspace, filter }],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/count', { params: { query: { workspace, filter, status, zone, week_start: weekStartName() } }, signal })),
    enabled: filter !== '',
  });
}
export function useComments(workspace: string, task: string) {
  return useQuery({
    queryKey: ['comments', workspace, task],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        read(
          api.GET('/api/v1/tasks/{task}/comments', {
            params: { path: { task }, query: { workspace, limit: page_size, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}
export function useOccurrences(workspace: string, task: string, enabled: boolean) {
  return useQuery({
    queryKey: ['occurrences', workspace, task],
    queryFn: ({ signal }) =>
      read(api.GET('/api/v1/tasks/{task}/occurrences', { params: { path: { task }, query: { workspace, limit: 5 } }, signal })),
    enabled,
  });
}

/** All that have a tag, done or not. */
export function useTagged(workspace: string, tag: string) {
  return useQuery({
    queryKey: ['tagged', workspace, tag],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        read(
          api.GET('/api/v1/tasks', {
            params: { query: { workspace, tag: [tag], status: 'open,completed,cancelled', limit: page_size, ...(cursor && { cursor }) } },
            signal,
          }),
        ),
      ),
  });
}
/** The dates that a rule would have; the server's words where it takes none. */
export function useRuleDates(due: Due, rule: string, from: 'due' | 'completion') {
  const text = 'date' in due ? due.date : due.at.replace(/\.\d+Z$/, 'Z');
  return useQuery({
    queryKey: ['ruleDates', text, rule, from],
    queryFn: ({ signal }) =>
      read(
        api.GET('/api/v1/occurrences', {
          params: { query: { due: text, rule, from, zone: 'zone' in due ? due.zone : zone, limit: 5 } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
    enabled: rule !== '',
  });
}

export type HistoryFilter = { task?: string; person?: string; type?: string; after?: string; before?: string };
export function useHistory(workspace: string, filter: HistoryFilter) {
  return useInfiniteQuery({
    queryKey: ['history', workspace, filter],
    queryFn: ({ pageParam, signal }) =>
      read(
        api.GET('/api/v1/history', {
          params: { query: { workspace, ...filter, limit: 100, ...(pageParam && { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
}
export function useDigest(workspace: string, since: string) {
  return useQuery({
    queryKey: ['digest', workspace, since],
    queryFn: ({ signal }) => read(api.GET('/api/v1/history/digest', { params: { query: { workspace, since } }, signal })),
    placeholderData: keepPreviousData,
  });
}
export function useInsights(workspace: string, days: number) {
  return useQuery({
    queryKey: ['insights', workspace, days],
    queryFn: ({ signal }) => read(api.GET('/api/v1/insights', { params: { query: { workspace, days, zone } }, signal })),
    placeholderData: keepPreviousData,
  });
}
export function useMembers(workspace: string) {
  return useQuery({
    queryKey: ['members', workspace],
    queryFn: ({ signal }) => read(api.GET('/api/v1/members', { params: { query: { workspace } }, signal })),
  });
}
/** How people are called; who has no name is "someone". */
export function useNames(ids: string[]) {
  const sorted = [...new Set(ids)].sort().slice(0, 100);
  const { data } = useQuery({
    queryKey: ['names', sorted],
    queryFn: ({ signal }) => read(api.GET('/api/v1/people', { params: { query: { id: sorted.join(',') } }, signal })),
    enabled: sorted.length > 0,
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });
  return new Map(data?.items.map((each) => [each.id, each.displayName]));
}
export function useInvitation(workspace: string, invitation: string) {
  return useQuery({
    queryKey: ['invitation', workspace, invitation],
    queryFn: () =>
      read(api.GET('/api/v1/workspaces/{workspace}/invitations/{invitation}', { params: { path: { workspace, invitation } } })),
  });
}
export function useWorkspaces() {
  return useQuery({
    queryKey: ['workspaces'],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        read(api.GET('/api/v1/workspaces', { params: { query: { limit: page_size, ...(cursor && { cursor }) } }, signal })),
      ),
  });
}
export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: ({ signal }) => read(api.GET('/api/v1/me', { signal })) });
}
const noColors: Record<string, string> = {};
/** As the person has tags shown. */
export function useTagColors(): Record<string, string> {
  return useMe().data?.tagColors ?? noColors;
}
export function useNotifications() {
  return useQuery({
    queryKey: ['notifications'],
    queryFn: ({ signal }) => read(api.GET('/api/v1/notifications', { params: { query: { limit: 50 } }, signal })),
  });
}
/** What this Tasklog offers to whoever comes: whether it sends mail, say. */
export function useSetup() {
  return useQuery({ queryKey: ['setup'], queryFn: () => read(api.GET('/api/v1/setup')) });
}
