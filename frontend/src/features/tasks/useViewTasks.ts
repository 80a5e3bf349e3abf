/** The tasks of a view in its order: the server's, and over them what was done here and is not there yet. */
import { useMemo } from 'react';
import { type Match, ProblemError, type Task } from '../../lib/api';
import { today } from '../../lib/dates';
import { saySum } from '../../lib/estimates';
import { belongs, compare, onDay, ownSort, parametersOf, searchedFor, sortOf, type View } from '../../lib/filters';
import { overlay, useOverlayVersion } from '../../lib/overlay';
import { usePlace, useWorkspace } from '../../lib/place';
import { useTasks } from '../../lib/queries';
import { openFirst, type Section } from '../../lib/sections';

/** `sections`: how the view is divided, if it is in its own order. */
export function useViewTasks(view: View, sectionsOf?: (tasks: Task[]) => Section[]) {
  const workspace = useWorkspace();
  const search = usePlace();
  const overlayVersion = useOverlayVersion();
  const day = today();
  const parameters = parametersOf(view, search);
  const query = useTasks(workspace, parameters);
  const { data } = query;
  const server = useMemo(() => data?.pages.flatMap((page) => page.items).filter((task) => onDay(task, view, day)) ?? [], [data, view, day]);
  const matches = useMemo(() => matchesOf(data?.pages ?? []), [data]);
  const found = (id: string) => matches.has(id) || (!!parameters.filter && server.some((task) => task.id === id));
  const sorted = useMemo(
    () =>
      overlay(server, workspace, (task) => belongs(task, view, search, day, found(task.id))).sort((a, b) =>
        compare(a, b, parameters.sort, parameters.order),
      ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the view and its filters are what `server` was read for
    [server, workspace, overlayVersion],
  );
  const searched = !!searchedFor(search);
  const divide =
    sortOf(view, search) !== ownSort(view, search) || search.board || search.status ? undefined : searched ? openFirst : sectionsOf;
  const sections = useMemo(() => divide?.(sorted), [divide, sorted]);
  const tasks = useMemo(() => sections?.flatMap((section) => section.tasks) ?? sorted, [sections, sorted]);
  const ranked = parameters.sort === 'rank' && parameters.order === 'asc' && !searched;
  const complete = data?.pages[0]?.complete ?? true;
  const sum = saySum(tasks, query.hasNextPage);
  const missing = !data && !filterFault(query.error); // what is wrong with a filter is said beside it
  return { query, missing, tasks, sum, sections, ranked, matches, complete, belongs: (task: Task) => belongs(task, view, search, day) };
}

/** What the server finds wrong with a filter in words. */
export function filterFault(error: Error | null) {
  return error instanceof ProblemError && error.problem.pointer === '?filter' ? error.problem : undefined;
}

type Page = { items: Task[]; matches?: Match[] };

/** What was found of each task, if one searches. */
function matchesOf(pages: Page[]): Map<string, Match> {
  return new Map(pages.flatMap((page) => (page.matches ?? []).map((match, i) => [page.items[i]?.id ?? '', match] as const)));
}
