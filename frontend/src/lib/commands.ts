/** Commands whose answer one waits for: of workspaces and their members. Those of tasks wait in the outbox instead. */
import { api, type Command, ProblemError, read, wrote } from './api';
import { sayError } from './problems';
import { readAgain } from './queries';
import { toast } from './toasts';

const patience_ms = 20_000;

export type Accepted = { position: string; results: { id: string; version: number }[] };

function wait(ms: number) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Applies them to a workspace, all or none, with one key for all tries. Tries again while the server, or the way to it, is away. */
export async function send(workspace: string, commands: Command[]): Promise<Accepted> {
  const key = crypto.randomUUID();
  const until = Date.now() + patience_ms;
  for (;;) {
    try {
      const accepted = await read(
        api.POST('/api/v1/commands', { params: { header: { 'Idempotency-Key': key } }, body: { workspace, commands } }),
      );
      wrote(workspace, accepted.position);
      return accepted;
    } catch (error) {
      const again = error instanceof ProblemError ? error.problem.status === 503 : error instanceof TypeError;
      if (!again || Date.now() > until) throw error;
      await wait(error instanceof ProblemError ? error.retryAfterS * 500 : 1000);
    }
  }
}

/** The same, told; true once it is read back. */
export async function sendNow(workspace: string, commands: Command[], done?: string): Promise<boolean> {
  try {
    await send(workspace, commands);
    if (done) toast(done);
    await readAgain(workspace).catch(() => {});
    return true;
  } catch (error) {
    toast(sayError(error), { kind: 'failed' });
    void readAgain(workspace).catch(() => {});
    return false;
  }
}
