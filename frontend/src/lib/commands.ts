/** Sending commands: one key for all tries, so that nothing happens twice. */
import { api, type Command, ProblemError, read, wrote } from './api';

const patience_ms = 20_000;

export type Accepted = { position: string; results: { id: string; version: number }[] };

function wait(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Applies the commands to a workspace, all or none. Tries again while the server, or the way to it, is away. */
export async function send(workspace: string, commands: Command[]): Promise<Accepted> {
  const key = crypto.randomUUID();
  const until = Date.now() + patience_ms;
  for (;;) {
    try {
      const accepted = await read(api.POST('/api/v1/commands', { params: { header: { 'Idempotency-Key': key } }, body: { workspace, commands } }));
      wrote(workspace, accepted.position);
      return accepted;
    } catch (error) {
      const again = error instanceof ProblemError ? error.problem.status === 503 : error instanceof TypeError;
      if (!again || Date.now() > until) throw error;
      await wait(error instanceof ProblemError ? error.retryAfterS * 500 : 1000);
    }
  }
}
