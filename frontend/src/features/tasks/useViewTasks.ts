/** The tasks of a view in its order: the server's, and over them what was done here and is not there yet. */
import { useMemo } from 'react';
import type { Task } from '../../lib/api';
import { today } from '../../lib/dates';
import { belongs, compare, onDay, parametersOf, sortOf, type View } from '../../lib/filters';
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
  const sorted = useMemo(
    () =>
      overlay(server, workspace, (task) => belongs(task, view, search, day)).sort((a, b) =>
        compare(a, b, parameters.sort, parameters.order),
      ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the view and its filters are what `server` was read for
    [server, workspace, overlayVersion],
  );
  const searched = !!search.text?.trim();
  const divide = sortOf(view, search) !== sortOf(view, {}) || search.board || search.status ? undefined : searched ? openFirst : sectionsOf;
  const sections = useMemo(() => divide?.(sorted), [divide, sorted]);
  const tasks = useMemo(() => sections?.flatMap((section) => section.tasks) ?? sorted, [sections, sorted]);
  const ranked = parameters.sort === 'rank' && parameters.order === 'asc' && !searched;
  return { query, tasks, sections, ranked, belongs: (task: Task) => belongs(task, view, search, day) };
}
