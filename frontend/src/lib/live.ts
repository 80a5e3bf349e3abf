/** Server-sent events by fetch, which, unlike EventSource, can carry a token. */
import { session } from './session';

export type LiveEvent = { event: string; data: string };

const pause_ms = 1_000;

/** The stream is not for this person any more: nothing comes of asking again. */
class Gone extends Error {}

async function follow(url: string, lastId: string, on: (event: LiveEvent) => void, signal: AbortSignal): Promise<string> {
  const headers: Record<string, string> = { Authorization: `Bearer ${await session.token()}` };
  if (lastId) headers['Last-Event-ID'] = lastId;
  const answer = await fetch(url, { headers, signal });
  if (!answer.ok || !answer.body) throw new Error(`the stream answers ${answer.status}`);
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return lastId;
    rest += value;
    const blocks = rest.split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
      lastId = fields.get('id') ?? lastId;
      if (fields.get('event') === 'gone') throw new Gone();
      if (fields.has('event')) on({ event: fields.get('event') ?? '', data: fields.get('data') ?? '' });
    }
  }
}

/** Listens until the function that it returns is called; comes back by itself after whatever cuts it off. */
export function listen(url: string, on: (event: LiveEvent) => void): () => void {
  const stop = new AbortController();
  void (async () => {
    let lastId = '';
    let cut = false;
    while (!stop.signal.aborted && session.state.kind === 'in') {
      try {
        if (cut && !lastId) on({ event: 'reset', data: '' });
        lastId = await follow(url, lastId, on, stop.signal);
      } catch (error) {
        if (stop.signal.aborted || error instanceof Gone) return;
      }
      cut = true;
      await new Promise((resolve) => setTimeout(resolve, pause_ms));
    }
  })();
  return () => stop.abort();
}
