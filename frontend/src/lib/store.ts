/**
 * What the browser keeps of a person: commands that wait, and what was last seen. Where it keeps nothing (a
 * private window, a full disk) the app goes on by memory.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { Command, Problem, Task } from './api';

/** What was asked for: it goes out in its order, and stays until it is read back or dealt with. */
export type Entry = {
  id: string;
  order: number; // later than all that was known when it was asked for
  key: string; // the Idempotency-Key
  person: string;
  workspace: string;
  at: string;
  commands: Command[];
  label: string; // what it is, for the list of what waits
  read?: Read; // what an edit began with
  seen?: Task[]; // the tasks that it is about, as they were: they can be shown where the server does not show them yet
  hints?: Record<string, Partial<Task>>; // how it looks where the command does not say it: a rank
  state: 'waiting' | 'accepted' | 'refused';
  position?: string;
  problem?: Problem;
  theirs?: Task; // of a conflict
};
export type Read = Pick<Task, 'id' | 'version'> & Partial<Task>;

/** An answer as it was read, for what, and by which contract (docs/openapi.yaml). */
export type Kept = { person: string; hash: string; key: readonly unknown[]; data: unknown; at: number; contract: string };

interface Schema extends DBSchema {
  outbox: { key: string; value: Entry; indexes: { person: string } };
  kept: { key: [string, string]; value: Kept; indexes: { person: string } };
}

let opened: Promise<IDBPDatabase<Schema> | null> | undefined;

function database() {
  return (opened ??= openDB<Schema>('tasklog', 1, {
    upgrade(db) {
      db.createObjectStore('outbox', { keyPath: 'id' }).createIndex('person', 'person');
      db.createObjectStore('kept', { keyPath: ['person', 'hash'] }).createIndex('person', 'person');
    },
  }).catch((error: unknown) => {
    console.warn('the browser keeps nothing', error);
    return null;
  }));
}

export const store = {
  async put(entry: Entry) {
    await (await database())?.put('outbox', entry).catch((error: unknown) => console.warn('this is not kept', error));
  },
  async remove(id: string) {
    await (await database())?.delete('outbox', id);
  },
  async entries(person: string): Promise<Entry[]> {
    return (await (await database())?.getAllFromIndex('outbox', 'person', person)) ?? [];
  },
  async keep(kept: Kept) {
    await (await database())?.put('kept', kept).catch(() => {});
  },
  async kept(person: string): Promise<Kept[]> {
    return (await (await database())?.getAllFromIndex('kept', 'person', person)) ?? [];
  },
  async forgetKept(person: string, hash: string) {
    await (await database())?.delete('kept', [person, hash]);
  },
  /** All that was seen, and with `typed` what waits, too. */
  async forget(person: string, typed: boolean) {
    const db = await database();
    for (const name of typed ? (['kept', 'outbox'] as const) : (['kept'] as const)) {
      const all = db?.transaction(name, 'readwrite');
      for (let at = await all?.store.index('person').openCursor(person); at; at = await at.continue()) await at.delete();
      await all?.done;
    }
  },
};
