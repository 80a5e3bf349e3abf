/** Making an account: the address first, then, from the link in the mail, a name and a password. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Field, Waiting } from '../../ui/ui';
import { api, read } from '../../lib/api';
import { zone } from '../../lib/dates';
import { usePlace } from '../../lib/place';
import { useSetup } from '../../lib/queries';
import { session } from '../../lib/session';
import { Card, language, useAttempt, useProof } from './card';
import { MailForm } from './MailForm';
import { nextOf } from './next';

function NewAccount({ token, invitation }: { token: string; invitation?: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { register, handleSubmit } = useForm({ defaultValues: { displayName: '', password: '' } });
  const { run, busy, fault } = useAttempt();
  const make = handleSubmit((fields) =>
    run(async () => {
      session.begin(
        await read(api.POST('/api/v1/accounts/confirm', { body: { token, timeZone: zone, ...(invitation && { invitation }), ...fields } })),
      );
      void navigate({ ...nextOf(location.search), hash: '' } as never);
    }),
  );
  return (
    <form className="stack" onSubmit={(event) => void make(event)}>
      <Field label={t('auth.name')} autoComplete="name" required autoFocus maxLength={200} {...register('displayName')} />
      <Field
        label={t('auth.newPassword')}
        type="password"
        autoComplete="new-password"
        required
        minLength={10}
        hint={t('auth.passwordHint')}
        {...register('password')}
      />
      {fault}
      <Button look="primary" type="submit" disabled={busy}>
        {t('auth.make')}
      </Button>
    </form>
  );
}

export function RegisterPage() {
  const { t } = useTranslation();
  const { data: setup, error } = useSetup();
  const { invitation = nextOf(location.search).search['invitation'] } = usePlace();
  const proof = useProof();
  const [given, setGiven] = useState('');
  const token = proof || given;
  const [sent, setSent] = useState('');
  const ask = async (mail: string) => {
    const next = await read(api.POST('/api/v1/accounts', { body: { mail, language: language(), ...(invitation && { invitation }) } }));
    if (next.token) setGiven(next.token);
    else setSent(mail);
  };
  const title = t(setup?.firstRun ? 'auth.first' : invitation ? 'auth.invited' : 'auth.register');
  if (!setup)
    return (
      <Card title={title}>
        <Waiting error={error} />
      </Card>
    );
  const foot = !setup.firstRun && (
    <>
      {t('auth.known')}{' '}
      <Link to="/sign-in" search={((now: object) => now) as never}>
        {t('auth.signIn')}
      </Link>
    </>
  );
  if (token)
    return (
      <Card title={title} foot={foot}>
        <NewAccount token={token} invitation={token.includes('.') ? invitation : undefined} />
      </Card>
    );
  if (sent)
    return (
      <Card title={t('auth.sent')}>
        <p>{t('auth.sentText', { mail: sent })}</p>
      </Card>
    );
  return (
    <Card title={title} foot={foot}>
      <MailForm action={t('auth.next')} onMail={ask}>
        {setup.firstRun && <p>{t('auth.firstText')}</p>}
      </MailForm>
    </Card>
  );
}
