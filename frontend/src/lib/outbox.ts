/**
 * What was asked for, kept by the browser until the server has it: through reloads, crashes and deployments, in
 * order, exactly once, whichever tab sends it.
 * A second sending is harmless even when the server has forgotten the key: things have ids that were chosen
 * here, and what is there already is no error.
 */
import { api, type Problem, ProblemError, read, type Task, versionAt, wrote } from './api';
import { makeListeners } from './listeners';
import { readAgain } from './queries';
import { session } from './session';
import { type Entry, store } from './store';

export const most_waiting = 2_000;
const first_pause_ms = 1_000;
const longest_pause_ms = 30_000;

type Told = { kind: 'put'; entry: Entry } | { kind: 'gone'; id: string };
export type Outcome = { ok: true } | { ok: false; problem: Problem };

let all: Entry[] = [];
let version = 0;
let away = false; // the server, or the way to it
let sending = false;
let pause_ms = first_pause_ms;
let timer = 0;
const listeners = makeListeners();
const asked = new Map<string, (outcome: Outcome) => void>();
const settling = new Set<string>();
const tabs = new BroadcastChannel('tasklog-outbox');

function tell() {
  version += 1;
  listeners.tell();
}
/** The order of one that comes after all that are known. */
function last() {
  return Math.max(Date.now(), (all.at(-1)?.order ?? 0) + 1);
}
function replace(entry: Entry) {
  all = [...all.filter((each) => each.id !== entry.id), entry].sort((a, b) => a.order - b.order);
  tell();
}
/** Here, in the other tabs, and in the store, which need not be waited for: it does one after the other. */
function put(entry: Entry): Entry {
  replace(entry);
  tabs.postMessage({ kind: 'put', entry } satisfies Told);
  void store.put(entry);
  return entry;
}
function remove(entry: Entry) {
  all = all.filter((each) => each.id !== entry.id);
  tell();
  tabs.postMessage({ kind: 'gone', id: entry.id } satisfies Told);
  void store.remove(entry.id);
}
function refuse(entry: Entry, problem: Problem, theirs?: Task) {
  refused(put({ ...entry, state: 'refused', problem, theirs }));
}
function refused({ id, problem }: Entry) {
  if (problem) asked.get(id)?.({ ok: false, problem });
  asked.delete(id);
}

tabs.onmessage = ({ data }: MessageEvent<Told>) => {
  if (data.kind === 'gone') {
    all = all.filter((each) => each.id !== data.id);
    tell();
  } else if (data.entry.person === session.person) {
    replace(data.entry);
    if (data.entry.state === 'accepted') void settle(data.entry);
    if (data.entry.state === 'refused') refused(data.entry);
  }
};

/** Between which versions of a task lie only edits from here: one that began before the last was read back is no conflict with it. */
const own = new Map<string, { from: number; to: number }>();

function expecting(entry: Entry) {
  if (!entry.read) return entry.commands;
  const mine = own.get(entry.read.id);
  const expectedVersion = mine && mine.from <= entry.read.version && entry.read.version <= mine.to ? mine.to : entry.read.version;
  return entry.commands.map((command) => ({ ...command, expectedVersion }));
}

/** Sends one. False if it must wait. */
async function send(entry: Entry): Promise<boolean> {
  try {
    const accepted = await read(
      api.POST('/api/v1/commands', {
        params: { header: { 'Idempotency-Key': entry.key } },
        body: { workspace: entry.workspace, commands: expecting(entry) },
      }),
    );
    for (const { id, version: to } of accepted.results) {
      const known = own.get(id);
      // What expected no version may have come after somebody else's change.
      if (entry.read?.id !== id) own.delete(id);
      else own.set(id, { from: known && known.from <= entry.read.version ? known.from : entry.read.version, to });
    }
    void settle(put({ ...entry, state: 'accepted', position: accepted.position }));
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.status > 500 || error.problem.status === 429 || error.problem.status === 401)
      return false;
    if (error.kind === 'version-conflict' && entry.read) return conflicted(entry, error.problem);
    refuse(entry, error.problem);
    void readAgain(entry.workspace).catch(() => {});
    return true;
  }
}

/** Somebody else has changed the task. That is no conflict unless it is the same field. */
async function conflicted(entry: Entry, problem: Problem): Promise<boolean> {
  try {
    const theirs: Task = await read(
      api.GET('/api/v1/tasks/{task}', { params: { path: { task: entry.read?.id ?? '' }, query: { workspace: entry.workspace } } }),
    );
    const said = (value: unknown) => JSON.stringify(value ?? null);
    const command = entry.commands[0] as Record<string, unknown>;
    const fields = Object.keys(entry.read ?? {}).filter((field) => field !== 'id' && field !== 'version') as (keyof Task)[];
    const touched = fields.some(
      (field) => said(theirs[field]) !== said(entry.read?.[field]) && said(theirs[field]) !== said(command[field]),
    );
    own.delete(theirs.id);
    // Only of what was typed one chooses; a date that moved on has moved on.
    if (touched) refuse(entry, problem, command['type'] === 'ChangeTaskDetails' ? theirs : undefined);
    else put({ ...entry, key: crypto.randomUUID(), read: { ...entry.read, id: theirs.id, version: theirs.version } });
    return true;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.status >= 500) return false;
    refuse(entry, error.problem);
    return true;
  }
}

/**
 * What is accepted stays until what is shown has been read with it. All that was accepted before it leaves with it:
 * one reading can be what several wait for, and an older change left over newer data would undo the newer one there.
 */
async function settle(entry: Entry) {
  if (settling.has(entry.id)) return;
  settling.add(entry.id);
  try {
    wrote(entry.workspace, entry.position ?? '');
    await readAgain(entry.workspace);
    const isRead = (each: Entry) =>
      each.state === 'accepted' && each.workspace === entry.workspace && versionAt(each.position) <= versionAt(entry.position);
    const read = all.filter(isRead);
    all = all.filter((each) => !isRead(each));
    tell();
    for (const { id } of read) {
      void store.remove(id);
      asked.get(id)?.({ ok: true });
      asked.delete(id);
    }
  } catch {
    wake();
  } finally {
    settling.delete(entry.id);
  }
}

/** Sends what waits, one after the other; one tab at a time. */
async function drain() {
  if (sending) return;
  sending = true;
  try {
    const done = await navigator.locks.request('tasklog-outbox', async () => {
      for (;;) {
        const next = session.person && all.find((each) => each.state === 'waiting');
        if (!next) return true;
        const gone = !(await send(next));
        if (gone !== away) {
          away = gone;
          tell();
        }
        if (gone) return false;
        pause_ms = first_pause_ms;
      }
    });
    if (!done) wake();
  } finally {
    sending = false;
  }
  // What was put between the last look and now.
  if (!timer && session.person && all.some((each) => each.state === 'waiting')) void drain();
}

function wake() {
  if (timer) return;
  timer = window.setTimeout(again, pause_ms * (0.75 + Math.random() / 2));
  pause_ms = Math.min(2 * pause_ms, longest_pause_ms);
}
function again() {
  clearTimeout(timer);
  timer = 0;
  for (const each of all) if (each.state === 'accepted') void settle(each);
  void drain();
}
addEventListener('online', () => {
  pause_ms = first_pause_ms;
  again();
});

export const outbox = {
  /** Takes up what an earlier page of this person left. */
  async open() {
    const who = session.person;
    const known = new Set(all.map((each) => each.id));
    const left = (await store.entries(who)).filter((each) => !known.has(each.id));
    all = [...left, ...all.filter((each) => each.person === who)].sort((a, b) => a.order - b.order);
    tell();
    again();
  },
  close() {
    all = [];
    own.clear();
    tell();
  },
  /** Asks for it. The outcome comes when it is read back, or refused; for as long as the server is away it does not. */
  add(entry: Pick<Entry, 'workspace' | 'commands' | 'label' | 'read' | 'hints' | 'seen'>): Promise<Outcome> {
    if (all.length >= most_waiting)
      return Promise.resolve({
        ok: false,
        problem: { type: 'urn:tasklog:problem:too-much-waits', title: 'Too much waits', status: 0, detail: '' },
      });
    const full: Entry = {
      ...entry,
      id: crypto.randomUUID(),
      order: last(),
      key: crypto.randomUUID(),
      person: session.person,
      at: new Date().toISOString(),
      state: 'waiting',
    };
    const outcome = new Promise<Outcome>((resolve) => asked.set(full.id, resolve));
    put(full);
    if (!away) void drain();
    return outcome;
  },
  /** Tries a refused one again, whatever the task has become meanwhile: after all that was asked for since. */
  retry(entry: Entry) {
    put({ ...entry, order: last(), problem: undefined, theirs: undefined, read: undefined, key: crypto.randomUUID(), state: 'waiting' });
    void drain();
  },
  discard: remove,
  /** Of the person who is signed in, the oldest first. */
  entries: () => all,
  /** What is laid over what was read. */
  over: () => all.filter((each) => each.state !== 'refused'),
  version: () => version,
  isAway: () => away,
  tryNow: again,
  subscribe: listeners.subscribe,
};
