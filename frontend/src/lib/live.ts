/**
 * What others change is heard by one stream of server-sent events a browser, however many tabs it has: over
 * HTTP/1.1 it has six connections to a host.
 * One tab leads (Web Locks), listens for all of them, and tells them (BroadcastChannel). By fetch, which, unlike
 * EventSource, can carry a token.
 */
import { session } from './session';

export type LiveEvent = { event: 'changed' | 'gone' | 'notified' | 'reset'; workspace?: string; version?: number };
type Message = { kind: 'wants'; workspaces: string[] } | { kind: 'who' } | { kind: 'alive' } | { kind: 'told'; told: LiveEvent };

const pause_ms = 1_000;
const silence_ms = 40_000; // the server says something every 15 s: after so long the connection, or who leads, is no more
const at_once_ms = 300;
const most_workspaces = 50; // of one stream

const tabs = new BroadcastChannel('tasklog-live');
const listeners = new Set<(told: LiveEvent) => void>();
const mine = new Map<string, number>();
let wanted: string[] = []; // by all tabs; the newest last
let heard_ms = 0; // when anything was heard, by whoever leads
let leading = false;
let broken = false; // something may have been missed
let cut: AbortController | null = null;

function tell(told: LiveEvent) {
  listeners.forEach((listener) => listener(told));
}
/** To every tab. */
function pass(told: LiveEvent) {
  tell(told);
  send({ kind: 'told', told });
}
function send(message: Message) {
  tabs.postMessage(message);
}
function want(workspaces: string[]) {
  const fresh = workspaces.filter((each) => !wanted.includes(each));
  if (fresh.length === 0) return;
  wanted = [...wanted, ...fresh].slice(-most_workspaces);
  cut?.abort();
}

tabs.onmessage = ({ data }: MessageEvent<Message>) => {
  if (data.kind === 'who') send({ kind: 'wants', workspaces: [...mine.keys()] });
  if (data.kind === 'wants') want(data.workspaces);
  if (data.kind === 'alive' || data.kind === 'told') heard_ms = Date.now();
  if (data.kind === 'told') tell(data.told);
};

function eventOf(block: string): LiveEvent | undefined {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const event = fields.get('event') as LiveEvent['event'] | undefined;
  return event && { ...(JSON.parse(fields.get('data') ?? '{}') as Omit<LiveEvent, 'event'>), event };
}

/** One stream, until it ends or breaks. */
async function follow(signal: AbortSignal) {
  const answer = await fetch(`/api/v1/live/all?workspaces=${wanted.join(',')}`, {
    headers: { Authorization: `Bearer ${await session.token()}` },
    signal,
  });
  if (!answer.ok || !answer.body) throw new Error(`the stream answers ${answer.status}`);
  if (broken) pass({ event: 'reset' });
  broken = false;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    heard_ms = Date.now();
    send({ kind: 'alive' });
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const event of blocks.map(eventOf))
      if (event) {
        if (event.event === 'gone' && event.workspace) wanted = wanted.filter((each) => each !== event.workspace);
        pass(event);
      }
  }
}

/** Listens for all tabs, for as long as this one leads. `waited`: another one has listened before, and nobody since. */
async function lead(signal: AbortSignal, waited: boolean) {
  leading = true;
  broken ||= waited;
  send({ kind: 'who' });
  while (!signal.aborted && session.state.kind === 'in') {
    cut = new AbortController();
    heard_ms = Date.now();
    const ends = AbortSignal.any([signal, cut.signal]);
    await follow(ends).catch(() => {});
    if (signal.aborted) break;
    // Another tab asks for more: at once. Else whatever ended it needs a while.
    broken = true;
    if (!cut.signal.aborted) await new Promise((resolve) => setTimeout(resolve, pause_ms * (1 + Math.random())));
  }
  leading = false;
}

function stand(stop: AbortSignal, steal: boolean) {
  const lost = new AbortController();
  const asked_ms = performance.now();
  navigator.locks
    .request(`tasklog-live`, steal ? { steal: true } : { signal: stop }, () =>
      lead(AbortSignal.any([stop, lost.signal]), steal || performance.now() - asked_ms > at_once_ms),
    )
    .catch(() => {
      lost.abort(); // another tab has taken it, or there is no more to do
      if (!stop.aborted) stand(stop, false);
    });
}

/** Follows what happens, for as long as someone is signed in. Returns what ends it. */
export function startLive(): () => void {
  const stop = new AbortController();
  heard_ms = Date.now();
  stand(stop.signal, false);
  // After sleep, or where a browser has frozen the tab that leads, nobody hears anything.
  const look = () => {
    if (document.hidden || Date.now() - heard_ms < silence_ms) return;
    heard_ms = Date.now();
    // Where something on the way keeps the stream to itself, one reads again now and then.
    tell({ event: 'reset' });
    if (leading) cut?.abort();
    else stand(stop.signal, true);
  };
  const timer = setInterval(look, silence_ms / 4);
  document.addEventListener('visibilitychange', look);
  window.addEventListener('online', look);
  return () => {
    stop.abort();
    clearInterval(timer);
    document.removeEventListener('visibilitychange', look);
    window.removeEventListener('online', look);
    wanted = [];
  };
}

/** Hears of a workspace, until the function that it returns is called. */
export function watch(workspace: string): () => void {
  mine.set(workspace, (mine.get(workspace) ?? 0) + 1);
  send({ kind: 'wants', workspaces: [workspace] });
  want([workspace]);
  return () => {
    const left = (mine.get(workspace) ?? 1) - 1;
    if (left === 0) mine.delete(workspace);
    else mine.set(workspace, left);
  };
}

export function onLive(listener: (told: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
