/** Something that is asked of the server, with a word about what came of it. */
import { sayError } from '../../lib/problems';
import { toast } from '../../lib/toasts';

/** Says what came of it. */
export async function attempt(what: Promise<unknown>, done: string): Promise<boolean> {
  try {
    await what;
    toast(done);
    return true;
  } catch (error) {
    toast(sayError(error), { kind: 'failed' });
    return false;
  }
}
