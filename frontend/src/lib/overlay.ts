/**
 * What was asked for, laid over what was read: a change is seen at once, stays until the read model has it, and
 * is gone as if it had never been if it is refused.
 */
import { useSyncExternalStore } from 'react';
import type { Command, Comment, ListWithCounts, SavedFilter, Task } from './api';
import { outbox } from './outbox';
import type { Entry } from './store';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** What of a task is changed by being typed or chosen, as it is where nothing was. */
export const unset = {
  title: '',
  notes: '',
  priority: 'none' as Task['priority'],
  tags: [] as Task['tags'],
  due: null as Task['due'],
  start: null as Task['start'],
  estimate: null as Task['estimate'],
};
export const details = Object.keys(unset) as (keyof typeof unset)[];
export type Details = Partial<Pick<Task, keyof typeof unset>>;

function created(command: Of<'CreateTask'>, at: string): Task {
  return {
    ...unset,
    ...(command.words && { title: command.words.text }),
    ...detailsOf(command),
    id: command.id ?? '',
    list: command.list ?? null,
    status: 'open',
    parent: null,
    assignee: command.assignee ?? null,
    recurrence: null,
    next: null,
    reminders: [],
    rank: 'zzzz',
    deleted: false,
    version: 0,
    createdAt: at,
    updatedAt: at,
    endedAt: null,
  };
}

/** A task that is about to be made. */
export const previewOf = (fields: Omit<Of<'CreateTask'>, 'type'>, id: string): Task =>
  created({ type: 'CreateTask', ...fields, id }, new Date().toISOString());

export function detailsOf(command: Of<'CreateTask' | 'ChangeTaskDetails'>): Details {
  return Object.fromEntries(details.flatMap((name) => (command[name] === undefined ? [] : [[name, command[name]]]))) as Details;
}

/** The task with the command applied, as far as can be known here; null if it is to be gone. */
function evolve(task: Task, command: Command, entry: Entry): Task | null {
  const meant = 'task' in command && command.task === task.id;
  switch (command.type) {
    case 'CompleteTask':
      if (meant || (command.withSubtasks && task.parent === command.task && task.status === 'open'))
        return { ...task, status: 'completed', endedAt: (meant && command.endedAt) || entry.at };
      return task;
    case 'MoveTask':
      return meant || task.parent === command.task ? { ...task, list: command.list ?? null } : task;
    case 'DeleteTask':
      return meant || task.parent === command.task ? null : task;
    case 'RestoreTask':
      return meant || (command.withSubtasks && task.parent === command.task) ? { ...task, deleted: false } : task;
    case 'DeleteList':
      return task.list === command.list ? null : task;
  }
  if (command.type === 'RenameTag')
    return task.tags.includes(command.tag)
      ? { ...task, tags: [...new Set(task.tags.map((tag) => (tag === command.tag ? command.to : tag)))] }
      : task;
  if (!meant) return task;
  switch (command.type) {
    case 'ChangeTaskDetails':
      return { ...task, ...detailsOf(command) };
    case 'ReopenTask':
      return { ...task, status: 'open', endedAt: null };
    case 'CancelTask':
      return { ...task, status: 'cancelled', endedAt: command.endedAt ?? entry.at };
    case 'NestTask':
      return { ...task, parent: command.parent ?? null };
    case 'AssignTask':
      return { ...task, assignee: command.assignee ?? null };
    case 'ReorderTask':
      return { ...task, ...entry.hints?.[task.id] };
    case 'SetReminder':
      return {
        ...task,
        reminders: [
          ...task.reminders.filter((each) => each.id !== command.id),
          {
            id: command.id ?? '',
            person: entry.person,
            ...(command.at && { at: command.at }),
            ...(command.relative && { relative: command.relative }),
          },
        ],
      };
    case 'RemoveReminder':
      return { ...task, reminders: task.reminders.filter((each) => each.id !== command.reminder) };
    case 'EndSeries':
      return { ...task, recurrence: null };
    default:
      return task;
  }
}

function evolved(task: Task, entries: Entry[]): Task | null {
  let now: Task | null = task;
  for (const entry of entries) for (const command of entry.commands) now = now && evolve(now, command, entry);
  return now;
}

/** The task with what is asked of it, null if it is to be gone. */
export function changed(task: Task): Task | null {
  return evolved(task, outbox.over());
}
/** One that is not read yet, because it was made here. */
export function made(id: string): Task | null {
  const entries = outbox.over();
  const at = entries.findIndex((entry) => entry.commands.some((command) => command.type === 'CreateTask' && command.id === id));
  const command = entries[at]?.commands.find((each) => each.type === 'CreateTask' && each.id === id);
  return command ? evolved(created(command as Of<'CreateTask'>, entries[at]?.at ?? ''), entries.slice(at)) : null;
}

export function overlay(tasks: Task[], workspace: string, belongs: (task: Task) => boolean): Task[] {
  const entries = outbox.over().filter((entry) => entry.workspace === workspace);
  if (entries.length === 0) return tasks;
  const known = new Set(tasks.map((task) => task.id));
  const added = entries.flatMap((entry) =>
    entry.commands.flatMap((command) =>
      command.type === 'CreateTask' && !known.has(command.id ?? '') ? [created(command, entry.at)] : [],
    ),
  );
  const shown = [...tasks, ...added].flatMap((task) => {
    const now = evolved(task, entries);
    return now && (now === task && known.has(task.id) ? true : belongs(now)) ? [now] : [];
  });
  // What is moved or brought back here was not read here.
  const here = new Set([...known, ...added.map((task) => task.id)]);
  for (const [i, entry] of entries.entries())
    for (const task of entry.seen ?? []) {
      if (here.has(task.id)) continue;
      here.add(task.id);
      const now = evolved(task, entries.slice(i));
      if (now && belongs(now)) shown.push(now);
    }
  return shown;
}

function reordered(lists: ListWithCounts[], { list: id, after, before }: Of<'ReorderList'>): ListWithCounts[] {
  const moved = lists.find((list) => list.id === id);
  const others = lists.filter((list) => list.id !== id);
  const at = after ? others.findIndex((list) => list.id === after) + 1 : others.findIndex((list) => list.id === before);
  return moved && at >= 0 ? others.toSpliced(at, 0, moved) : lists;
}

export function overlayLists(lists: ListWithCounts[], workspace: string): ListWithCounts[] {
  let now = lists;
  for (const entry of outbox.over())
    for (const command of entry.workspace === workspace ? entry.commands : []) {
      const change = (fields: Partial<ListWithCounts>) =>
        (now = now.map((list) => ('list' in command && list.id === command.list ? { ...list, ...fields } : list)));
      if (command.type === 'CreateList' && !now.some((list) => list.id === command.id))
        now = [
          ...now,
          {
            id: command.id ?? '',
            name: command.name,
            color: command.color ?? '',
            rank: 'zzzz',
            archived: false,
            deleted: false,
            parent: command.parent ?? null,
            section: command.section ?? false,
            version: 0,
            createdAt: entry.at,
            updatedAt: entry.at,
            counts: { open: 0, completed: 0, cancelled: 0 },
          },
        ];
      if (command.type === 'RenameList') change({ name: command.name });
      if (command.type === 'RecolourList') change({ color: command.color });
      if (command.type === 'NestList') change({ parent: command.parent, section: command.section ?? false });
      if (command.type === 'ReorderList') now = reordered(now, command);
      if (command.type === 'ArchiveList') change({ archived: true });
      if (command.type === 'UnarchiveList') change({ archived: false });
      if (command.type === 'DeleteList') now = now.filter((list) => list.id !== command.list);
    }
  return now;
}

export function overlayFilters(filters: SavedFilter[], workspace: string): SavedFilter[] {
  const now = new Map(filters.map((filter) => [filter.id, filter]));
  for (const entry of outbox.over())
    for (const command of entry.workspace === workspace ? entry.commands : []) {
      if (command.type === 'SaveFilter') now.set(command.id ?? '', { id: command.id ?? '', name: command.name, words: command.words });
      if (command.type === 'DeleteFilter') now.delete(command.filter);
    }
  return [...now.values()];
}

export function overlayComments(comments: Comment[], task: string): Comment[] {
  let now = comments;
  for (const entry of outbox.over())
    for (const command of entry.commands) {
      if (command.type === 'AddComment' && command.task === task && !now.some((each) => each.id === command.id))
        now = [
          ...now,
          {
            id: command.id ?? '',
            task,
            author: entry.person,
            text: command.text,
            deleted: false,
            version: 0,
            createdAt: entry.at,
            updatedAt: entry.at,
          },
        ];
      if (command.type === 'EditComment') now = now.map((each) => (each.id === command.comment ? { ...each, text: command.text } : each));
      if (command.type === 'DeleteComment') now = now.filter((each) => each.id !== command.comment);
    }
  return now;
}

/** Renders again whenever something is asked for or read back. */
export function useOverlayVersion() {
  return useSyncExternalStore(outbox.subscribe, outbox.version);
}
/** Whether something of this task waits to be sent. */
export function waits(task: string): boolean {
  return outbox
    .entries()
    .some(
      (entry) =>
        entry.state === 'waiting' &&
        entry.commands.some((command) => ('task' in command && command.task === task) || ('id' in command && command.id === task)),
    );
}
