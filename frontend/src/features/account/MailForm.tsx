/** A form for a mail address, to which a link is sent. */
import type { ReactNode } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Field } from '../../ui/ui';
import { useAttempt } from './card';

type Props = { action: string; onMail: (mail: string) => Promise<void>; children?: ReactNode };

export function MailForm({ action, onMail, children }: Props) {
  const { t } = useTranslation();
  const { register, handleSubmit } = useForm({ defaultValues: { mail: '' } });
  const { run, busy, fault } = useAttempt();
  const ask = handleSubmit(({ mail }) => run(() => onMail(mail)));
  return (
    <form className="stack" onSubmit={(event) => void ask(event)}>
      {children}
      <Field label={t('auth.mail')} type="email" autoComplete="username" required autoFocus {...register('mail')} />
      {fault}
      <Button look="primary" type="submit" disabled={busy}>
        {action}
      </Button>
    </form>
  );
}
