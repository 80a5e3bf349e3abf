/** Signing in, making an account, and the pages behind the links in mails. What a link proves stands behind #, which no server is told. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Field, Waiting } from '../../ui/ui';
import { api, ProblemError, read } from '../../lib/api';
import { addTexts } from '../../lib/i18n';
import { usePlace } from '../../lib/place';
import { useInvitation, useNames, useSetup } from '../../lib/queries';
import { session } from '../../lib/session';
import * as texts from './texts';
import { Card, useAttempt } from './card';
import { nextOf } from './next';
import { RegisterPage } from './register';

export { ConfirmAddressPage, ForgotPage, ResetPage } from './links';
export { RegisterPage };

addTexts(texts);

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data: setup } = useSetup();
  const { register, handleSubmit } = useForm({ defaultValues: { mail: '', password: '' } });
  const { run, busy, fault } = useAttempt();
  const signIn = handleSubmit((body) =>
    run(async () => {
      session.begin(await read(api.POST('/api/v1/session', { body })));
      void navigate(nextOf(location.search) as never);
    }),
  );
  if (setup?.firstRun) return <RegisterPage />;
  return (
    <Card
      title={t('auth.signIn')}
      foot={
        setup &&
        setup.registration !== 'closed' && (
          <>
            {t('auth.new')}{' '}
            <Link to="/register" search={((now: object) => now) as never}>
              {t('auth.register')}
            </Link>
          </>
        )
      }
    >
      <form className="stack" onSubmit={(event) => void signIn(event)}>
        <Field label={t('auth.mail')} type="email" autoComplete="username" required autoFocus {...register('mail')} />
        <Field label={t('auth.password')} type="password" autoComplete="current-password" required {...register('password')} />
        {fault}
        <Button look="primary" type="submit" disabled={busy}>
          {t('auth.signIn')}
        </Button>
      </form>
      {setup &&
        (setup.mail ? (
          <p>
            <Link to="/forgot">{t('auth.forgot')}</Link>
          </p>
        ) : (
          <p className="field-hint">{t('auth.forgotAsk')}</p>
        ))}
    </Card>
  );
}

/** Someone who is signed in followed an invitation's link. */
export function InvitationPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { workspace, invitation } = usePlace();
  const { run, busy, fault } = useAttempt();
  const { data, error } = useInvitation(workspace ?? '', invitation ?? '');
  const names = useNames(data ? [data.by] : []);
  const accept = () =>
    run(async () => {
      try {
        await read(
          api.POST('/api/v1/commands', {
            body: { workspace: workspace ?? '', commands: [{ type: 'AcceptInvitation', invitation: invitation ?? '' }] },
          }),
        );
      } catch (error) {
        if (!(error instanceof ProblemError && error.kind === 'already-member')) throw error;
      }
      await navigate({ to: '/all', search: { workspace }, hash: '' } as never);
      location.reload();
    });
  return (
    <Card
      title={t('auth.invited')}
      foot={
        <Link to="/" search={{}}>
          {t('auth.later')}
        </Link>
      }
    >
      {!data && <Waiting error={error} />}
      {data && (
        <p>{t('auth.invitedBy', { who: names.get(data.by) ?? t('someone'), workspace: data.name, role: t(`role.${data.role}`) })}</p>
      )}
      {fault}
      {data && (
        <Button look="primary" disabled={busy} onClick={() => void accept()}>
          {t('accept')}
        </Button>
      )}
    </Card>
  );
}
