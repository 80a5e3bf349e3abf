/** Something new with a secret that is shown once: a token, or what signs a webhook's messages. */
import { type FormEvent, useState } from 'react';
import { useDraft } from '../../lib/drafts';
import { sayError } from '../../lib/problems';
import { queryClient } from '../../lib/queries';
import { toast } from '../../lib/toasts';

/** `list`: what it is one of; `make`: makes it of the text that was typed, and gives its secret. */
export function useSecret(list: string, draftName: string, make: (text: string) => Promise<string>) {
  const [secret, setSecret] = useState('');
  const [draft, setText, forgetText] = useDraft(draftName);
  const text = draft?.text ?? '';
  const readAgain = () => queryClient.invalidateQueries({ queryKey: [list] });
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    try {
      setSecret(await make(text));
      forgetText();
      await readAgain();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return { secret, text, setText, submit, readAgain };
}
