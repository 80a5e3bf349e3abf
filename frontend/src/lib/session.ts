/** Who is signed in. The access token lives in memory only; the cookie that brings the next one is out of scripts' reach. */
import { makeListeners } from './listeners';
import type { components } from './schema';

type SignedIn = components['schemas']['SignedIn'];
type State = { kind: 'unknown' } | { kind: 'out' } | { kind: 'in'; person: string };

const early_ms = 60_000; // so long before it ends a token is renewed
const patience_ms = 4_000; // at the start; who was here before then sees what they saw last
const lastPerson = 'tasklog-person';

let state: State = { kind: 'unknown' };
let token = '';
let expiresAt = 0;
let renewing: Promise<void> | null = null;
const listeners = makeListeners();
const left = new Set<() => void>();
const tabs = new BroadcastChannel('tasklog-session');
tabs.onmessage = () => set({ kind: 'out' });

function set(next: State) {
  state = next;
  if (next.kind === 'out') {
    token = '';
    expiresAt = 0;
    localStorage.removeItem(lastPerson);
  }
  listeners.tell();
}

/** Tabs share the cookie, which is good once: they renew one after the other. */
async function renew(): Promise<void> {
  const answer = await navigator.locks.request('tasklog-session', () => fetch('/api/v1/session/refresh', { method: 'POST' }));
  if (answer.ok) session.begin((await answer.json()) as SignedIn);
  else if (answer.status === 401) set({ kind: 'out' });
  else throw new Error(`The session cannot be renewed: the server answers ${answer.status}.`);
}

export const session = {
  get state() {
    return state;
  },
  /** Who is signed in; empty if nobody is. */
  get person() {
    return state.kind === 'in' ? state.person : '';
  },
  subscribe: listeners.subscribe,
  /** Finds out at the start whether there is a session. Where the server does not answer, whoever was here last goes on without it. */
  async resume() {
    const known = localStorage.getItem(lastPerson);
    try {
      await Promise.race([
        session.token(),
        new Promise((_, fail) => setTimeout(() => fail(new Error('The server does not answer.')), known ? patience_ms : 1e9)),
      ]);
    } catch (error) {
      if (!known) throw error;
      if (state.kind === 'unknown') set({ kind: 'in', person: known });
    }
  },
  /** Finds out whether it goes on: something says that it may have ended. */
  async check() {
    expiresAt = 0;
    await session.token().catch(() => {});
  },
  begin(signedIn: SignedIn) {
    token = signedIn.accessToken;
    expiresAt = Date.now() + signedIn.expiresIn * 1000;
    localStorage.setItem(lastPerson, signedIn.person);
    if (state.kind !== 'in' || state.person !== signedIn.person) set({ kind: 'in', person: signedIn.person });
  },
  /** A token that is good for a while yet; empty if nobody is signed in. */
  async token(): Promise<string> {
    if (state.kind !== 'out' && Date.now() > expiresAt - early_ms) await (renewing ??= renew().finally(() => (renewing = null)));
    return token;
  },
  end() {
    set({ kind: 'out' });
  },
  /** Ends it, with all that the browser keeps of the person. Throws if the server is not reached: its cookie would bring them back. */
  async signOut() {
    await fetch('/api/v1/session', { method: 'DELETE' });
    left.forEach((forget) => forget());
    tabs.postMessage('out');
    set({ kind: 'out' });
  },
  /** What forgets what it keeps when the person signs out. */
  onSignOut(forget: () => void) {
    left.add(forget);
  },
};
