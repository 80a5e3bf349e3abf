/** What of a workspace is shown: kept in the URL, asked of the server, and known here for changes that it has not shown yet. */
import type { Priority, Status, Task } from './api';
import { dayOf, inDays, isOverdue, weekStartName } from './dates';

export type View =
  | { kind: 'today' }
  | { kind: 'upcoming' }
  | { kind: 'inbox' }
  | { kind: 'all' }
  | { kind: 'list'; list: string; sections: string[] }
  | { kind: 'tag'; tag: string }
  | { kind: 'assigned'; person: string }
  | { kind: 'filter'; words: string }
  | { kind: 'done' };

export const sorts = ['rank', 'due', 'priority', 'created', 'updated', 'ended', 'match'] as const;
export type Sort = (typeof sorts)[number];

/** As the URL has it. */
export type Search = {
  workspace?: string;
  task?: string;
  text?: string;
  status?: Status;
  priority?: Priority;
  tag?: string;
  overdue?: boolean;
  filter?: string; // in the language of docs/filters.md
  sort?: Sort;
  order?: 'asc' | 'desc';
  board?: boolean;
  invitation?: string;
};

/** From the least urgent up. */
export const priorities: Priority[] = ['none', 'low', 'medium', 'high', 'urgent'];
export const statuses: Status[] = ['open', 'completed', 'cancelled'];

export function validateSearch(raw: Record<string, unknown>): Search {
  const text = (name: string) => (typeof raw[name] === 'string' && raw[name] !== '' ? (raw[name] as string) : undefined);
  const one = <T extends string>(name: string, of: readonly T[]) => (of.includes(raw[name] as T) ? (raw[name] as T) : undefined);
  return {
    workspace: text('workspace'),
    task: text('task'),
    text: raw['text'] === undefined ? undefined : String(raw['text']),
    status: one('status', statuses),
    priority: one('priority', priorities),
    tag: raw['tag'] === undefined ? undefined : String(raw['tag']),
    overdue: raw['overdue'] === true ? true : undefined,
    filter: raw['filter'] === undefined ? undefined : String(raw['filter']),
    sort: one('sort', sorts),
    order: one('order', ['asc', 'desc']),
    board: raw['board'] === true ? true : undefined,
    invitation: text('invitation'),
  };
}

export type TaskParameters = {
  list?: string;
  parent?: string;
  assignee?: string;
  status?: string;
  priority?: string;
  tag?: string[];
  due_after?: string;
  due_before?: string;
  overdue?: boolean;
  deleted?: boolean;
  filter?: string;
  week_start?: ReturnType<typeof weekStartName>;
  text?: string;
  sort: Sort;
  order: 'asc' | 'desc';
};

/** What is searched for, once there is a word of it: not while one has typed no more than the - of what must not be there. */
export function searchedFor(search: Search): string | undefined {
  const text = search.text?.trim();
  return text && text.split(/\s+/).some((word) => /[\p{L}\p{N}]|[^"]{2}/u.test(word) && !word.startsWith('-')) ? text : undefined;
}

/** The filter that is asked for: the view's own, and what one has written. */
export function filterOf(view: View, search: Search): string | undefined {
  if (view.kind !== 'filter') return search.filter;
  return search.filter ? `(${view.words}) and (${search.filter})` : view.words;
}

/** Which tasks are shown, if one has not said so: what is open; of what one searches for, or of a filter that says it, all. */
export function statusesOf(view: View, search: Search): Status[] {
  if (search.status) return [search.status];
  if (view.kind === 'done') return ['completed'];
  return searchedFor(search) || /\b(status|open|completed|cancelled|ended)\b/i.test(filterOf(view, search) ?? '') ? statuses : ['open'];
}

function defaultSort(view: View): Sort {
  if (view.kind === 'done') return 'ended';
  return view.kind === 'list' || view.kind === 'inbox' ? 'rank' : 'due';
}
/** The order that a view has unless one asks for another: of what is found, the best match first. */
export function ownSort(view: View, search: Search): Sort {
  return searchedFor(search) ? 'match' : defaultSort(view);
}
export function sortOf(view: View, search: Search): Sort {
  return (search.sort === 'match' && !searchedFor(search) ? undefined : search.sort) ?? ownSort(view, search);
}

export function parametersOf(view: View, search: Search): TaskParameters {
  const tags = [...(view.kind === 'tag' ? [view.tag] : []), ...(search.tag ? [search.tag] : [])];
  return {
    // The server's days are UTC's: a day more on either side, and onDay() leaves out what is too much.
    ...(view.kind === 'today' && { due_before: inDays(2) }),
    ...(view.kind === 'upcoming' && { due_after: inDays(-1) }),
    ...(view.kind === 'inbox' && { list: 'inbox', parent: 'none' }),
    ...(view.kind === 'list' && { list: view.list, parent: 'none' }),
    ...(view.kind === 'assigned' && { assignee: view.person }),
    status: statusesOf(view, search).join(','),
    ...(search.priority && { priority: search.priority }),
    ...(tags.length && { tag: tags }),
    ...(search.overdue && { overdue: true }),
    ...(filterOf(view, search) && { filter: filterOf(view, search), week_start: weekStartName() }),
    ...(searchedFor(search) && { text: searchedFor(search) }),
    sort: sortOf(view, search),
    order: search.order ?? (['rank', 'due', 'match'].includes(sortOf(view, search)) ? 'asc' : 'desc'),
  };
}

/** Whether it is due when the view says, by the clock here. */
export function onDay(task: Task, view: View, today: string): boolean {
  if (view.kind === 'today') return task.due !== null && dayOf(task.due) <= today;
  if (view.kind === 'upcoming') return task.due !== null && dayOf(task.due) >= today;
  return true;
}

/** Near enough to what the server makes of texts (docs/search.md) for what was just written here. */
function folded(text: string): string {
  return text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '').replaceAll('ß', 'ss').replaceAll('ı', 'i');
}

/** Whether a task that was changed or added here belongs into what is shown. `found`: the server found it. What a filter says of
    it is known to the server alone: what it has not found is shown once it has. */
export function belongs(task: Task, view: View, search: Search, today: string, found = false): boolean {
  if (task.deleted || !statusesOf(view, search).includes(task.status)) return false;
  if (!onDay(task, view, today)) return false;
  if (view.kind === 'inbox' && (task.list !== null || task.parent !== null)) return false;
  if (view.kind === 'list' && (task.parent !== null || ![view.list, ...view.sections].includes(task.list ?? ''))) return false;
  if (view.kind === 'tag' && !task.tags.includes(view.tag)) return false;
  if (view.kind === 'assigned' && task.assignee !== view.person) return false;
  if (search.priority && task.priority !== search.priority) return false;
  if (search.tag && !task.tags.includes(search.tag)) return false;
  if (filterOf(view, search) && !found) return false;
  if (search.overdue && !(task.due && isOverdue(task.due))) return false;
  const words = folded(searchedFor(search) ?? '')
    .replaceAll('"', ' ')
    .split(/\s+/);
  const text = folded([task.title, task.notes, ...task.tags].join(' '));
  return found || words.every((word) => (/^-./.test(word) ? !text.includes(word.slice(1)) : text.includes(word)));
}

/** In the order of the page: that of the API (docs/openapi.yaml, `sort`). What is equal by it is told apart by what follows.
    The best match is known to the server alone: its order stays. */
export function compare(a: Task, b: Task, sort: Sort, order: 'asc' | 'desc'): number {
  const by = (of: (task: Task) => string | number) => (of(a) < of(b) ? -1 : of(a) > of(b) ? 1 : 0);
  const due = () => by((task) => (task.due ? ('date' in task.due ? `${task.due.date}T00:00:00` : task.due.at) : '9999'));
  const urgency = () => by((task) => -priorities.indexOf(task.priority));
  const rank = () => by((task) => task.rank);
  const created = () => by((task) => task.createdAt);
  const orders = {
    rank: [rank],
    due: [due, urgency, rank, created],
    priority: [urgency, due, rank],
    created: [created, rank],
    updated: [() => by((task) => task.updatedAt), rank],
    ended: [() => by((task) => task.endedAt ?? ''), rank],
    match: [],
  };
  if (sort === 'match') return 0;
  const upsideDown = sort === 'priority'; // from the most urgent down
  let first = 0;
  for (const one of [...orders[sort], () => by((task) => task.id)]) first ||= one();
  return (order === 'desc') !== upsideDown ? -first : first;
}
