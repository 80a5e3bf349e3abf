/** A password that was forgotten, and an address that is new. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Field } from '../../ui/ui';
import { api } from '../../lib/api';
import { Card, language, useAttempt, useProof } from './card';
import { MailForm } from './MailForm';

export function ForgotPage() {
  const { t } = useTranslation();
  const [sent, setSent] = useState(false);
  const ask = async (mail: string) => {
    await api.POST('/api/v1/password/forgot', { body: { mail, language: language() } });
    setSent(true);
  };
  return (
    <Card title={t('auth.forgot')} foot={<Link to="/sign-in">{t('auth.signIn')}</Link>}>
      {sent ? <p role="status">{t('auth.forgotSent')}</p> : <MailForm action={t('auth.send')} onMail={ask} />}
    </Card>
  );
}

export function ResetPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const token = useProof();
  const { register, handleSubmit } = useForm({ defaultValues: { password: '' } });
  const { run, busy, fault } = useAttempt();
  const reset = handleSubmit(({ password }) =>
    run(async () => {
      await api.POST('/api/v1/password/reset', { body: { token, password } });
      void navigate({ to: '/sign-in', hash: '' } as never);
    }),
  );
  return (
    <Card title={t('auth.reset')} foot={<Link to="/sign-in">{t('auth.signIn')}</Link>}>
      <form className="stack" onSubmit={(event) => void reset(event)}>
        <Field
          label={t('auth.newPassword')}
          type="password"
          autoComplete="new-password"
          required
          minLength={10}
          autoFocus
          hint={t('auth.passwordHint')}
          {...register('password')}
        />
        {fault}
        <Button look="primary" type="submit" disabled={busy}>
          {t('save')}
        </Button>
      </form>
    </Card>
  );
}

export function ConfirmAddressPage() {
  const { t } = useTranslation();
  const token = useProof();
  const [done, setDone] = useState(false);
  const { run, busy, fault } = useAttempt();
  const confirm = () =>
    run(async () => {
      await api.POST('/api/v1/account/mail/confirm', { body: { token } });
      setDone(true);
    });
  return (
    <Card title={t('auth.address')} foot={<Link to="/">Tasklog</Link>}>
      {fault}
      {done ? (
        <p role="status">{t('auth.addressDone')}</p>
      ) : (
        <Button look="primary" disabled={busy} onClick={() => void confirm()}>
          {t('auth.addressConfirm')}
        </Button>
      )}
    </Card>
  );
}
