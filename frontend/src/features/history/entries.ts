/** The way back from what the history tells: ordinary commands, which become a part of it. */
import type { Command, Entry, Task } from '../../lib/api';
import * as texts from './texts';
import { addTexts } from '../../lib/i18n';
import { details, unset } from '../../lib/overlay';

addTexts(texts);

type Fields = Map<string, unknown>;

function detailsOf(task: string, fields: Fields): Command {
  const changed = details.filter((name) => fields.has(name)).map((name) => [name, fields.get(name) ?? unset[name]]);
  return { type: 'ChangeTaskDetails', task, ...Object.fromEntries(changed) };
}

/** None where the entry does not say whether the list was a section: that was so before, and is so after it. */
function placeBefore(entry: Entry, list: string, fields: Fields): Command | null {
  const known =
    fields.has('section') || entry.changes.some((each) => each.field === 'parent' && (each.before === null || each.after === null));
  const parent = fields.has('parent') ? fields.get('parent') : undefined;
  if (!known || parent === undefined) return null;
  return { type: 'NestList', list, parent: parent as string | null, section: fields.get('section') === true };
}

/** To the values in `fields`, of an entry of this type. */
function commandTo(entry: Entry, fields: Fields): Command | null {
  const { task, list, comment } = entry;
  if (task && !comment) {
    if ([...fields.keys()].every((name) => (details as string[]).includes(name))) return detailsOf(task, fields);
    switch (entry.type) {
      case 'TaskCompleted':
      case 'TaskCancelled':
      case 'TaskReopened': {
        const status = fields.get('status') as Task['status'];
        return status === 'open' ? { type: 'ReopenTask', task } : { type: status === 'completed' ? 'CompleteTask' : 'CancelTask', task };
      }
      case 'TaskMoved':
        return fields.has('list') ? { type: 'MoveTask', task, list: (fields.get('list') as string | null) ?? null } : null;
      case 'TaskReordered':
        return { type: 'ReorderTask', task, rank: fields.get('rank') as string };
      case 'TaskDeleted':
      case 'TaskRestored':
        return fields.get('deleted') ? { type: 'DeleteTask', task } : { type: 'RestoreTask', task };
      case 'TaskAssigned':
        return { type: 'AssignTask', task, assignee: (fields.get('assignee') as string | null) ?? null };
      case 'TaskNested':
        return { type: 'NestTask', task, parent: (fields.get('parent') as string | null) ?? null };
    }
  }
  if (list)
    switch (entry.type) {
      case 'ListRenamed':
        return { type: 'RenameList', list, name: fields.get('name') as string };
      case 'ListRecoloured':
        return { type: 'RecolourList', list, color: (fields.get('color') as string | null) ?? '' };
      case 'ListReordered':
        return { type: 'ReorderList', list, rank: fields.get('rank') as string };
      case 'ListNested':
        return placeBefore(entry, list, fields);
      case 'ListArchived':
      case 'ListUnarchived':
        return { type: fields.get('archived') ? 'ArchiveList' : 'UnarchiveList', list };
      case 'ListDeleted':
      case 'ListRestored':
        return { type: fields.get('deleted') ? 'DeleteList' : 'RestoreList', list };
    }
  if (entry.filter) {
    const name = fields.has('name') ? fields.get('name') : entry.name;
    const words = fields.has('words') ? fields.get('words') : undefined;
    if (!name || fields.get('deleted') === true) return { type: 'DeleteFilter', filter: entry.filter };
    return words ? { type: 'SaveFilter', id: entry.filter, name: name as string, words: words as string } : null;
  }
  if (comment)
    switch (entry.type) {
      case 'CommentEdited':
        return { type: 'EditComment', comment, text: fields.get('text') as string };
      case 'CommentDeleted':
      case 'CommentRestored':
        return { type: fields.get('deleted') ? 'DeleteComment' : 'RestoreComment', comment };
    }
  return null;
}

/** What puts back what was there before, and what undoes that; null where there is no way back. */
export function wayBack(entry: Entry): { commands: Command[]; undo: Command[] } | null {
  const back = commandTo(entry, new Map(entry.changes.map((change) => [change.field, change.before])));
  const forth = commandTo(entry, new Map(entry.changes.map((change) => [change.field, change.after])));
  return back && forth ? { commands: [back], undo: [forth] } : null;
}

/** Everybody whom these entries name. */
export function peopleIn(entries: Entry[]): string[] {
  const named = (field: string, value: unknown) => (['assignee', 'author'].includes(field) && typeof value === 'string' ? [value] : []);
  return entries.flatMap(({ actor, changes }) => [
    actor,
    ...changes.flatMap(({ field, before, after }) => [
      ...(field.startsWith('member:') ? [field.slice('member:'.length)] : []),
      ...named(field, before),
      ...named(field, after),
    ]),
  ]);
}
