/** What a person can do to tasks: the command, what it looks like until the server shows it, and how it is undone. */
import type { Command, Due, Priority, Task } from './api';
import { i18n } from './i18n';
import { most_waiting, outbox } from './outbox';
import { sayProblem } from './problems';
import type { Entry, Read } from './store';
import { toast } from './toasts';

type Intent = {
  workspace: string;
  commands: Command[];
  label: string; // what it is, while it waits
  read?: Read; // what an edit began with: if somebody else has changed that, one chooses
  hints?: Entry['hints'];
  done?: string; // what is told; nothing if left out
  undo?: () => Promise<unknown>;
};

const most_at_once = 500;

/** True once it is read back; false if it was refused, which is told, and kept until it is dealt with. */
export async function act({ done, undo, commands, ...more }: Intent): Promise<boolean> {
  const parts = [];
  for (let at = 0; at < commands.length; at += most_at_once) parts.push(outbox.add({ ...more, commands: commands.slice(at, at + most_at_once) }));
  if (done) toast(done, { undo: undo && (() => void undo()) });
  for (const outcome of await Promise.all(parts))
    if (!outcome.ok) {
      const { problem } = outcome;
      toast(problem.status === 0 ? i18n.t('outbox.full', { most: most_waiting }) : sayProblem(problem), { kind: 'failed' });
      return false;
    }
  return true;
}

export type NewTask = Pick<Extract<Command, { type: 'CreateTask' }>, 'title' | 'list' | 'notes' | 'priority' | 'tags' | 'due' | 'recurrence'>;

const named = (tasks: Task[]) => (tasks.length === 1 ? `“${tasks[0]?.title}”` : i18n.t('tasksCounted', { count: tasks.length }));
const each = (tasks: Task[], of: (task: Task) => Command): Command[] => tasks.map(of);

/** Adds them under ids made here, so that they are shown, and can be opened, at once. */
export function addTasks(workspace: string, all: NewTask[], parent?: string): string[] {
  const ids = all.map(() => crypto.randomUUID());
  const commands = all.flatMap((fields, i): Command[] => {
    const id = ids[i] ?? '';
    return [{ type: 'CreateTask', id, ifAbsent: true, ...fields }, ...(parent ? [{ type: 'NestTask' as const, task: id, parent }] : [])];
  });
  const label = i18n.t('did.add', { what: all.length === 1 ? `“${all[0]?.title}”` : i18n.t('tasksCounted', { count: all.length }) });
  const undo = () => act({ workspace, label: i18n.t('did.undo', { what: label }), commands: ids.map((task) => ({ type: 'DeleteTask', task })) });
  void act({ workspace, commands, label, ...(all.length > 1 && { done: i18n.t('done.added', { count: all.length }), undo }) });
  return ids;
}

export function complete(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    label: i18n.t('did.complete', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'CompleteTask', task: task.id, withSubtasks: true })),
    done: i18n.t('done.completed', { count: tasks.length }),
    undo: () => reopen(workspace, tasks),
  });
}
export function reopen(workspace: string, tasks: Task[]) {
  return act({ workspace, label: i18n.t('did.reopen', { what: named(tasks) }), commands: each(tasks, (task) => ({ type: 'ReopenTask', task: task.id })) });
}
export function cancel(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    label: i18n.t('did.cancel', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'CancelTask', task: task.id })),
    done: i18n.t('done.cancelled', { count: tasks.length }),
    undo: () => reopen(workspace, tasks),
  });
}
export function remove(workspace: string, tasks: Task[]) {
  const label = i18n.t('did.delete', { what: named(tasks) });
  return act({
    workspace,
    label,
    commands: each(tasks, (task) => ({ type: 'DeleteTask', task: task.id })),
    done: i18n.t('done.deleted', { count: tasks.length }),
    undo: () => act({ workspace, label: i18n.t('did.undo', { what: label }), commands: each(tasks, (task) => ({ type: 'RestoreTask', task: task.id })) }),
  });
}
export function moveTo(workspace: string, tasks: Task[], list: string | null, listName: string) {
  const label = i18n.t('did.move', { what: named(tasks), list: listName });
  return act({
    workspace,
    label,
    commands: each(tasks, (task) => ({ type: 'MoveTask', task: task.id, list })),
    done: i18n.t('done.moved', { count: tasks.length, list: listName }),
    undo: () => act({ workspace, label: i18n.t('did.undo', { what: label }), commands: each(tasks, (task) => ({ type: 'MoveTask', task: task.id, list: task.list })) }),
  });
}
function changeAll(workspace: string, tasks: Task[], done: string, fields: (task: Task) => Details, before: (task: Task) => Details) {
  const label = i18n.t('did.edit', { what: named(tasks) });
  const commands = (of: (task: Task) => Details) => each(tasks, (task) => ({ type: 'ChangeTaskDetails', task: task.id, ...of(task) }));
  return act({ workspace, label, commands: commands(fields), done, undo: () => act({ workspace, label: i18n.t('did.undo', { what: label }), commands: commands(before) }) });
}
export function schedule(workspace: string, tasks: Task[], due: Due | null) {
  return changeAll(workspace, tasks, i18n.t('done.scheduled', { count: tasks.length }), () => ({ due }), (task) => ({ due: task.due }));
}
export function prioritize(workspace: string, tasks: Task[], priority: Priority) {
  return changeAll(workspace, tasks, i18n.t('done.prioritized', { count: tasks.length }), () => ({ priority }), (task) => ({ priority: task.priority }));
}

export type Details = Partial<Pick<Task, 'title' | 'notes' | 'priority' | 'tags' | 'due' | 'start'>>;

/** `read`: the task as it was when the editing began, if somebody else's change of the same fields is a conflict. */
export function edit(workspace: string, task: Pick<Task, 'id' | 'title'>, details: Details, read?: Read) {
  return act({ workspace, label: i18n.t('did.edit', { what: `“${details.title ?? task.title}”` }), commands: [{ type: 'ChangeTaskDetails', task: task.id, ...details }], read });
}

/** Between its new neighbours; at an end there is only one of them. */
export function reorder(workspace: string, task: Task, after: Task | undefined, before: Task | undefined) {
  const rank = after ? `${after.rank}\u0001` : ''; // right behind, or before all: for showing it only
  return act({
    workspace,
    label: i18n.t('did.reorder', { what: named([task]) }),
    commands: [{ type: 'ReorderTask', task: task.id, ...(after && { after: after.id }), ...(before && { before: before.id }) }],
    hints: { [task.id]: { rank } },
  });
}
