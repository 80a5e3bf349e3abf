/** What was last seen, kept by the browser: the app opens with it, without the server too. */
import type { Query } from '@tanstack/react-query';
import { queryClient } from './queries';
import { session } from './session';
import { store } from './store';

declare const __CONTRACT__: string; // by the build

const most_kept = 200; // answers of a person; those that were read longest ago go first
const write_ms = 500; // what changes often is written once in so long

const passing = new Set(['setup', 'ruleDates', 'import', 'imports']);
const due = new Map<string, number>();

function isSearch(parameters: unknown) {
  return typeof parameters === 'object' && parameters !== null && 'text' in parameters;
}

function keep(query: Query) {
  const { queryHash: hash, queryKey: key, state } = query;
  const who = session.person;
  if (!who || due.has(hash) || passing.has(String(key[0])) || isSearch(key[2]) || state.status !== 'success') return;
  due.set(
    hash,
    window.setTimeout(() => {
      due.delete(hash);
      if (session.person === who && query.state.data !== undefined)
        void store.keep({ person: who, hash, key, data: query.state.data, at: query.state.dataUpdatedAt, contract: __CONTRACT__ });
    }, write_ms),
  );
}

/** Puts what was seen before into the queries; it is read again as soon as it is shown. */
export async function openKept() {
  const who = session.person;
  const all = (await store.kept(who)).sort((a, b) => b.at - a.at);
  // What was read by another contract may have another form.
  const good = all.filter((each) => each.contract === __CONTRACT__).slice(0, most_kept);
  for (const old of all) if (!good.includes(old)) void store.forgetKept(who, old.hash);
  for (const each of good)
    if (queryClient.getQueryData(each.key) === undefined)
      queryClient.setQueryData(each.key, each.data, { updatedAt: Math.min(each.at, Date.now() - 60_000) });
}

export function startKeeping() {
  queryClient.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') keep(event.query as Query);
  });
}
