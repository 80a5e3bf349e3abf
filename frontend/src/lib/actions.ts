/** What a person can do to tasks: the command, what it looks like until the server shows it, and how it is undone. */
import type { Command, Due, List, Priority, Task } from './api';
import { i18n } from './i18n';
import { most_waiting, outbox } from './outbox';
import type { Details } from './overlay';
import { sayProblem } from './problems';
import type { Entry, Read } from './store';
import { toast } from './toasts';
import { undos } from './undo';

type Intent = {
  workspace: string;
  commands: Command[];
  label: string; // what it is, while it waits, and where it can be undone
  tasks?: Task[]; // which it is about, as they are
  read?: Read; // what an edit began with: if somebody else has changed that, one chooses
  hints?: Entry['hints'];
  done?: string; // what is told; nothing if left out
  undo?: Command[]; // what brings back what was there before
};

const most_at_once = 500;
const most_seen = 50; // tasks that are kept with a command

/** True once it is read back; false if it was refused, which is told, and kept until it is dealt with. */
export async function act({ done, undo, commands, tasks, ...more }: Intent): Promise<boolean> {
  const parts = [];
  const seen = tasks?.slice(0, most_seen);
  for (let at = 0; at < commands.length; at += most_at_once)
    parts.push(outbox.add({ ...more, seen, commands: commands.slice(at, at + most_at_once) }));
  const undoing = undo?.length
    ? undos.add(
        more.label,
        () => void act({ workspace: more.workspace, label: i18n.t('did.undo', { what: more.label }), commands: undo, tasks }),
      )
    : undefined;
  if (done) toast(done, { undo: undoing });
  for (const outcome of await Promise.all(parts))
    if (!outcome.ok) {
      const { problem } = outcome;
      if (undoing !== undefined) undos.forget(undoing);
      // Of a conflict one is asked, and needs no second word.
      if (problem.status === 0) toast(i18n.t('outbox.full', { most: most_waiting }), { kind: 'failed' });
      else if (!problem.type.endsWith(':version-conflict')) toast(sayProblem(problem), { kind: 'failed' });
      return false;
    }
  return true;
}

export type NewTask = Omit<Extract<Command, { type: 'CreateTask' }>, 'type' | 'id'>;

const named = (tasks: Task[]) => (tasks.length === 1 ? `“${tasks[0]?.title}”` : i18n.t('tasksCounted', { count: tasks.length }));
const each = (tasks: Task[], of: (task: Task) => Command): Command[] => tasks.map(of);

/** Adds them under ids made here, so that they are shown, and can be opened, at once. */
export function addTasks(workspace: string, all: NewTask[], parent?: string): string[] {
  const ids = all.map(() => crypto.randomUUID());
  const commands = all.flatMap((fields, i): Command[] => {
    const id = ids[i] ?? '';
    return [{ type: 'CreateTask', id, ifAbsent: true, ...fields }, ...(parent ? [{ type: 'NestTask' as const, task: id, parent }] : [])];
  });
  const label = i18n.t('did.add', {
    what: all.length === 1 ? `“${all[0]?.title ?? all[0]?.words?.text}”` : i18n.t('tasksCounted', { count: all.length }),
  });
  void act({
    workspace,
    commands,
    label,
    undo: ids.map((task) => ({ type: 'DeleteTask', task })),
    ...(all.length > 1 && { done: i18n.t('done.added', { count: all.length }) }),
  });
  return ids;
}

export function complete(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    tasks,
    label: i18n.t('did.complete', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'CompleteTask', task: task.id, withSubtasks: true })),
    done: i18n.t('done.completed', { count: tasks.length }),
    undo: each(
      tasks.filter((task) => task.status === 'open'),
      (task) => ({ type: 'ReopenTask', task: task.id, withSubtasks: true }),
    ),
  });
}
export function reopen(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    tasks,
    label: i18n.t('did.reopen', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'ReopenTask', task: task.id })),
    undo: each(tasks, (task) => ({
      ...(task.status === 'cancelled' ? { type: 'CancelTask' } : { type: 'CompleteTask', withSubtasks: true }),
      task: task.id,
      ...(task.endedAt && { endedAt: task.endedAt }),
    })),
  });
}
export function cancel(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    tasks,
    label: i18n.t('did.cancel', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'CancelTask', task: task.id })),
    done: i18n.t('done.cancelled', { count: tasks.length }),
    undo: each(tasks, (task) => ({ type: 'ReopenTask', task: task.id })),
  });
}
export function remove(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    tasks,
    label: i18n.t('did.delete', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'DeleteTask', task: task.id })),
    done: i18n.t('done.deleted', { count: tasks.length }),
    undo: each(tasks, (task) => ({ type: 'RestoreTask', task: task.id, withSubtasks: true })),
  });
}
export function restore(workspace: string, tasks: Task[]) {
  return act({
    workspace,
    tasks,
    label: i18n.t('did.restore', { what: named(tasks) }),
    commands: each(tasks, (task) => ({ type: 'RestoreTask', task: task.id, withSubtasks: true })),
    done: i18n.t('done.restored', { what: named(tasks) }),
    undo: each(tasks, (task) => ({ type: 'DeleteTask', task: task.id })),
  });
}
export function moveTo(workspace: string, tasks: Task[], list: string | null, listName: string) {
  return act({
    workspace,
    tasks,
    label: i18n.t('did.move', { what: named(tasks), list: listName }),
    commands: each(tasks, (task) => ({ type: 'MoveTask', task: task.id, list })),
    done: i18n.t('done.moved', { count: tasks.length, list: listName }),
    undo: each(tasks, (task) => ({ type: 'MoveTask', task: task.id, list: task.list, rank: task.rank })),
  });
}
function changeAll(workspace: string, tasks: Task[], done: string, fields: Details, before: (task: Task) => Details) {
  const commands = (of: (task: Task) => Details) => each(tasks, (task) => ({ type: 'ChangeTaskDetails', task: task.id, ...of(task) }));
  return act({
    workspace,
    tasks,
    label: i18n.t('did.edit', { what: named(tasks) }),
    commands: commands(() => fields),
    done,
    undo: commands(before),
  });
}
export function schedule(workspace: string, tasks: Task[], due: Due | null) {
  return changeAll(workspace, tasks, i18n.t('done.scheduled', { count: tasks.length }), { due }, (task) => ({ due: task.due }));
}
export function prioritize(workspace: string, tasks: Task[], priority: Priority) {
  return changeAll(workspace, tasks, i18n.t('done.prioritized', { count: tasks.length }), { priority }, (task) => ({
    priority: task.priority,
  }));
}

/** `read`: the task as it was when the editing began, if somebody else's change of the same fields is a conflict. */
export function edit(workspace: string, task: Task, details: Details, read?: Read) {
  const before = Object.fromEntries(
    Object.keys(details).map((name) => [name, (read ?? task)[name as keyof Details] ?? task[name as keyof Details]]),
  ) as Details;
  return act({
    workspace,
    tasks: [task],
    label: i18n.t('did.edit', { what: `“${details.title ?? task.title}”` }),
    commands: [{ type: 'ChangeTaskDetails', task: task.id, ...details }],
    read,
    undo: [{ type: 'ChangeTaskDetails', task: task.id, ...before }],
  });
}

/** Between its new neighbours, into the section of the one that it comes after; at an end there is only one of them. */
export function reorder(workspace: string, task: Task, after: Task | undefined, before: Task | undefined) {
  const rank = after ? `${after.rank}\u0001` : ''; // right behind, or before all: for showing it only
  const list = (after ?? before ?? task).list;
  const elsewhere = list !== task.list;
  return act({
    workspace,
    label: i18n.t('did.reorder', { what: named([task]) }),
    commands: [
      ...(elsewhere ? [{ type: 'MoveTask' as const, task: task.id, list }] : []),
      { type: 'ReorderTask', task: task.id, ...(after && { after: after.id }), ...(before && { before: before.id }) },
    ],
    hints: { [task.id]: { rank } },
    undo: [
      ...(elsewhere ? [{ type: 'MoveTask' as const, task: task.id, list: task.list }] : []),
      { type: 'ReorderTask', task: task.id, rank: task.rank },
    ],
  });
}

type Named = Pick<List, 'id' | 'name'>;
type Placed = Pick<List, 'parent' | 'section'>;

export function createList(workspace: string, name: string, color: string, { parent, section }: Placed) {
  const id = crypto.randomUUID();
  return act({
    workspace,
    label: i18n.t('did.makeList', { list: name }),
    commands: [{ type: 'CreateList', id, name, color, ...(parent && { parent, section }), ifAbsent: true }],
    undo: [{ type: 'DeleteList', list: id }],
  });
}
/** `to`: what it is afterwards. */
export function changeList(workspace: string, list: List, to: Pick<List, 'name' | 'color' | 'parent'>) {
  const as = ({ name, color, parent }: typeof to): Command[] => [
    ...(to.name === list.name ? [] : [{ type: 'RenameList' as const, list: list.id, name }]),
    ...(to.color === list.color ? [] : [{ type: 'RecolourList' as const, list: list.id, color }]),
    ...(to.parent === list.parent ? [] : [{ type: 'NestList' as const, list: list.id, parent, section: list.section }]),
  ];
  return act({
    workspace,
    label: i18n.t('did.changeList', { list: list.name }),
    commands: as(to),
    undo: as(list),
  });
}
/** Between its new neighbours; at an end there is only one of them. */
export function reorderList(workspace: string, list: Named & Pick<List, 'rank'>, after: Named | undefined, before: Named | undefined) {
  const commands: Command[] = [
    { type: 'ReorderList', list: list.id, ...(after && { after: after.id }), ...(before && { before: before.id }) },
  ];
  return act({
    workspace,
    label: i18n.t('did.reorder', { what: list.name }),
    commands,
    undo: [{ type: 'ReorderList', list: list.id, rank: list.rank }],
  });
}
/** `tasks`: all that have it, as they are. */
export function renameTag(workspace: string, tag: string, to: string, tasks: Task[]) {
  const label = i18n.t('did.renameTag', { tag, to });
  return act({
    workspace,
    tasks,
    label,
    commands: [{ type: 'RenameTag', tag, to }],
    done: label,
    undo: each(tasks, (task) => ({ type: 'ChangeTaskDetails', task: task.id, tags: task.tags })),
  });
}
export function archiveList(workspace: string, list: Named, archived: boolean) {
  const [command, undo] = archived ? (['ArchiveList', 'UnarchiveList'] as const) : (['UnarchiveList', 'ArchiveList'] as const);
  const label = i18n.t(archived ? 'done.archived' : 'done.unarchived', { list: list.name });
  return act({ workspace, label, commands: [{ type: command, list: list.id }], done: label, undo: [{ type: undo, list: list.id }] });
}
export function deleteList(workspace: string, list: Named) {
  const label = i18n.t('done.listDeleted', { list: list.name });
  return act({
    workspace,
    label,
    commands: [{ type: 'DeleteList', list: list.id }],
    done: label,
    undo: [{ type: 'RestoreList', list: list.id }],
  });
}
export function restoreList(workspace: string, list: Named) {
  const label = i18n.t('done.restored', { what: list.name });
  return act({
    workspace,
    label,
    commands: [{ type: 'RestoreList', list: list.id }],
    done: label,
    undo: [{ type: 'DeleteList', list: list.id }],
  });
}
