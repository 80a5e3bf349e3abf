/** Files as commands. Ids come from what is imported, so that the second import of a file finds what the first one made. */
import type { Command, Priority, Task } from '../../lib/api';

export type Brought = { commands: Command[]; bad: number[] };

async function idOf(kind: string, text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`web import ${kind}\n${text}`)));
  digest[6] = (digest[6]! & 0x0f) | 0x80; // UUIDv8, RFC 9562 §5.8
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = [...digest.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A line of todo.txt: "x", "(A)", dates, "@context", "+project", "due:2026-12-01". */
async function ofTodoTxt(line: string, lists: Map<string, string>): Promise<Command[]> {
  const out: Command[] = [];
  const done = /^x\s/.test(line);
  let rest = line.replace(/^x\s+/, '').replace(/^(\d{4}-\d{2}-\d{2}\s+){1,2}/, '');
  const letter = /^\(([A-Z])\)\s+/.exec(rest)?.[1];
  rest = rest.replace(/^\([A-Z]\)\s+/, '').replace(/^\d{4}-\d{2}-\d{2}\s+/, '');
  const due = /(?:^|\s)due:(\d{4}-\d{2}-\d{2})/.exec(rest)?.[1];
  const tags = [...rest.matchAll(/(?:^|\s)@(\S+)/g)].map((each) => each[1]!.slice(0, 50));
  const project = /(?:^|\s)\+(\S+)/.exec(rest)?.[1];
  const title = rest.replace(/(?:^|\s)(?:due:\S+|@\S+|\+\S+)/g, '').trim();
  if (!title) throw new Error('no title');
  const priority: Priority = letter === 'A' ? 'high' : letter === 'B' ? 'medium' : letter === 'C' ? 'low' : 'none';
  let list: string | null = null;
  if (project) {
    list = lists.get(project) ?? (await idOf('list', project));
    if (!lists.has(project)) out.push({ type: 'CreateList', id: list, name: project, ifAbsent: true });
    lists.set(project, list);
  }
  out.push({ type: 'CreateTask', id: await idOf('task', line), title: title.slice(0, 500), priority, tags, list, due: due ? { date: due } : null, status: done ? 'completed' : 'open', ifAbsent: true });
  return out;
}

/** A line of what this page exports. The list is left out: it belongs to the workspace that it came from. */
async function ofExport(line: string): Promise<Command[]> {
  const task = JSON.parse(line) as Task;
  if (typeof task.title !== 'string' || task.deleted) throw new Error('no task');
  const { title, notes, priority, tags, due, start, status } = task;
  return [{ type: 'CreateTask', id: await idOf('task', task.id), title, notes, priority, tags, due, start, status, ifAbsent: true }];
}

export async function commandsOf(name: string, text: string): Promise<Brought> {
  const out: Brought = { commands: [], bad: [] };
  const lists = new Map<string, string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (!line.trim()) continue;
    try {
      out.commands.push(...(name.endsWith('.jsonl') ? await ofExport(line) : await ofTodoTxt(line, lists)));
    } catch {
      out.bad.push(index + 1);
    }
  }
  return out;
}
