/** What a person can do to tasks: the command, what it looks like until the server shows it, and how it is undone. */
import { type Command, type Due, type Priority, ProblemError, type Task } from './api';
import { type Accepted, send } from './commands';
import { i18n } from './i18n';
import { type Addition, type Change, pending } from './pending';
import { readAgain } from './queries';
import { toast } from './toasts';

type Intent = {
  workspace: string;
  commands: Command[];
  sendAfter?: Promise<() => Command[]>; // instead of `commands`: made when what is under way has been answered
  accepted?: (results: Accepted['results']) => void;
  changes?: Change[];
  additions?: Addition[];
  done?: string; // what is told when it is done; nothing if left out
  undo?: () => Promise<unknown>;
  onConflict?: () => void;
};

const most_at_once = 500;

/** True once it is acknowledged and read back; false if it was refused, which is told. */
export async function act(intent: Intent): Promise<boolean> {
  const drop = pending.add({ changes: intent.changes ?? [], additions: intent.additions ?? [] });
  try {
    const commands = intent.sendAfter ? (await intent.sendAfter)() : intent.commands;
    for (let at = 0; at < commands.length; at += most_at_once) {
      const { results } = await send(intent.workspace, commands.slice(at, at + most_at_once));
      intent.accepted?.(results);
    }
    if (intent.done) toast(intent.done, { undo: intent.undo && (() => void intent.undo?.()) });
    await readAgain(intent.workspace);
    return true;
  } catch (error) {
    if (error instanceof ProblemError && error.kind === 'version-conflict' && intent.onConflict) intent.onConflict();
    else toast(error instanceof Error ? error.message : String(error), { kind: 'failed' });
    void readAgain(intent.workspace);
    return false;
  } finally {
    drop();
  }
}

const change = (workspace: string, tasks: Task[], apply: (task: Task) => Task | null): Change[] => tasks.map((task) => ({ workspace, task: task.id, apply }));

export type NewTask = { title: string; list?: string | null; notes?: string; priority?: Priority; tags?: string[]; due?: Due | null; parent?: string };

/** Adds it under an id made here, so that it is shown, and can be opened, at once. */
export function addTask(workspace: string, fields: NewTask) {
  const id = crypto.randomUUID();
  const { parent, ...more } = fields;
  const now = new Date().toISOString();
  const task: Task = {
    id, list: more.list ?? null, title: more.title, notes: more.notes ?? '', status: 'open', priority: more.priority ?? 'none', tags: more.tags ?? [], due: more.due ?? null, start: null,
    parent: parent ?? null, assignee: null, recurrence: null, next: null, reminders: [], rank: 'zzzz', deleted: false, version: 0, createdAt: now, updatedAt: now, endedAt: null,
  };
  const commands: Command[] = [{ type: 'CreateTask', id, ...more }];
  if (parent) commands.push({ type: 'NestTask', task: id, parent });
  return { id, done: act({ workspace, commands, additions: [{ workspace, task }] }) };
}

export function complete(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    commands: tasks.map((task) => ({ type: 'CompleteTask', task: task.id, withSubtasks: true })),
    changes: change(workspace, tasks, (task) => ({ ...task, status: 'completed' })),
    done: i18n.t('done.completed', { count: tasks.length }),
    undo: () => reopen(workspace, tasks),
  });
}
export function reopen(workspace: string, tasks: Task[]) {
  return act({ workspace, commands: tasks.map((task) => ({ type: 'ReopenTask', task: task.id })), changes: change(workspace, tasks, (task) => ({ ...task, status: 'open' })) });
}
export function cancel(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    commands: tasks.map((task) => ({ type: 'CancelTask', task: task.id })),
    changes: change(workspace, tasks, (task) => ({ ...task, status: 'cancelled' })),
    done: i18n.t('done.cancelled', { count: tasks.length }),
    undo: () => reopen(workspace, tasks),
  });
}
export function remove(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    commands: tasks.map((task) => ({ type: 'DeleteTask', task: task.id })),
    changes: change(workspace, tasks, () => null),
    done: i18n.t('done.deleted', { count: tasks.length }),
    undo: () => act({ workspace, commands: tasks.map((task) => ({ type: 'RestoreTask', task: task.id })) }),
  });
}
export function moveTo(workspace: string, tasks: Task[], list: string | null, listName: string) {
  return act({
    workspace,
    commands: tasks.map((task) => ({ type: 'MoveTask', task: task.id, list })),
    changes: change(workspace, tasks, (task) => ({ ...task, list })),
    done: i18n.t('done.moved', { count: tasks.length, list: listName }),
    undo: () => act({ workspace, commands: tasks.map((task) => ({ type: 'MoveTask', task: task.id, list: task.list })) }),
  });
}
export function schedule(workspace: string, tasks: Task[], due: Due | null) {
  return act({
    workspace,
    commands: tasks.map((task) => ({ type: 'ChangeTaskDetails', task: task.id, due })),
    changes: change(workspace, tasks, (task) => ({ ...task, due })),
    done: i18n.t('done.scheduled', { count: tasks.length }),
    undo: () => act({ workspace, commands: tasks.map((task) => ({ type: 'ChangeTaskDetails', task: task.id, due: task.due })) }),
  });
}
export function prioritize(workspace: string, tasks: Task[], priority: Priority) {
  return act({
    workspace,
    commands: tasks.map((task) => ({ type: 'ChangeTaskDetails', task: task.id, priority })),
    changes: change(workspace, tasks, (task) => ({ ...task, priority })),
    done: i18n.t('done.prioritized', { count: tasks.length }),
    undo: () => act({ workspace, commands: tasks.map((task) => ({ type: 'ChangeTaskDetails', task: task.id, priority: task.priority })) }),
  });
}

export type Details = Partial<Pick<Task, 'title' | 'notes' | 'priority' | 'tags' | 'due' | 'start'>>;

/** Between which versions of a task lie only edits of this page: one that begins before the last is read back is no conflict with it. */
const own = new Map<string, { from: number; to: number; answered: Promise<unknown> }>();

/** `onConflict`: someone else has changed the task since it was read. */
export function edit(workspace: string, task: Task, details: Details, onConflict?: () => void) {
  const command: Command = { type: 'ChangeTaskDetails', task: task.id, ...details };
  const intent: Intent = { workspace, commands: [command], changes: change(workspace, [task], (now) => ({ ...now, ...details })) };
  if (!onConflict) return act(intent);
  const before = own.get(task.id);
  let from = task.version;
  const expecting = () => {
    const known = own.get(task.id);
    const mine = known && known.from <= task.version && task.version <= known.to;
    if (mine) from = known.from;
    return [{ ...command, expectedVersion: mine ? known.to : task.version }];
  };
  const done = act({
    ...intent,
    onConflict,
    sendAfter: Promise.resolve(before?.answered).then(() => expecting),
    accepted: ([result]) => own.set(task.id, { from, to: result?.version ?? 0, answered: done }),
  });
  own.set(task.id, { from: before?.from ?? from, to: before?.to ?? from, answered: done });
  return done;
}

/** Between its new neighbours; at an end there is only one of them. */
export function reorder(workspace: string, task: Task, after: Task | undefined, before: Task | undefined) {
  const rank = after ? `${after.rank}\u0001` : ''; // right behind, or before all: for showing it only
  return act({
    workspace,
    commands: [{ type: 'ReorderTask', task: task.id, ...(after && { after: after.id }), ...(before && { before: before.id }) }],
    changes: change(workspace, [task], (now) => ({ ...now, rank })),
  });
}
