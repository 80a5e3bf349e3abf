/** Signing in, making an account, and the pages behind the links in mails. What a link proves stands behind #, which no server is told. */
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Field, Waiting } from '../../components/ui/ui';
import { api, ProblemError, read } from '../../lib/api';
import { zone } from '../../lib/dates';
import { usePlace } from '../../lib/place';
import { sayError } from '../../lib/problems';
import { useInvitation, useNames, useSetup } from '../../lib/queries';
import { session } from '../../lib/session';
import { useTitle } from '../../lib/title';
import { nextOf } from './next';
import { addTexts } from '../../lib/i18n';
import * as texts from '../../locales/auth';

addTexts(texts);

function Card({ title, children, foot }: { title: string; children: ReactNode; foot?: ReactNode }) {
  useTitle(title);
  return (
    <main className="auth" id="main">
      <div className="auth-card">
        <p className="brand">
          <img src="/icon.svg" alt="" width={28} height={28} /> Tasklog
        </p>
        <h1>{title}</h1>
        {children}
      </div>
      {foot && <p className="auth-foot">{foot}</p>}
    </main>
  );
}

/** Runs what a form wants, and says why it could not. */
function useAttempt() {
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const run = async (what: () => Promise<void>) => {
    setFault('');
    setBusy(true);
    try {
      await what();
    } catch (error) {
      setFault(sayError(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    run,
    busy,
    fault: fault && (
      <p className="field-error" role="alert">
        {fault}
      </p>
    ),
  };
}

/** What stands behind # in the link that was followed. */
function useProof() {
  return useLocation({ select: ({ hash }) => hash });
}

function language() {
  return document.documentElement.lang === 'de' ? ('de' as const) : ('en' as const);
}

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
  const { register, handleSubmit } = useForm({ defaultValues: { mail: '' } });
  const { run, busy, fault } = useAttempt();
  const ask = handleSubmit(({ mail }) =>
    run(async () => {
      const next = await read(api.POST('/api/v1/accounts', { body: { mail, language: language(), ...(invitation && { invitation }) } }));
      if (next.token) setGiven(next.token);
      else setSent(mail);
    }),
  );
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
      <form className="stack" onSubmit={(event) => void ask(event)}>
        {setup.firstRun && <p>{t('auth.firstText')}</p>}
        <Field label={t('auth.mail')} type="email" autoComplete="username" required autoFocus {...register('mail')} />
        {fault}
        <Button look="primary" type="submit" disabled={busy}>
          {t('auth.next')}
        </Button>
      </form>
    </Card>
  );
}

export function ForgotPage() {
  const { t } = useTranslation();
  const [sent, setSent] = useState(false);
  const { register, handleSubmit } = useForm({ defaultValues: { mail: '' } });
  const { run, busy, fault } = useAttempt();
  const ask = handleSubmit(({ mail }) =>
    run(async () => {
      await api.POST('/api/v1/password/forgot', { body: { mail, language: language() } });
      setSent(true);
    }),
  );
  return (
    <Card title={t('auth.forgot')} foot={<Link to="/sign-in">{t('auth.signIn')}</Link>}>
      {sent ? (
        <p role="status">{t('auth.forgotSent')}</p>
      ) : (
        <form className="stack" onSubmit={(event) => void ask(event)}>
          <Field label={t('auth.mail')} type="email" autoComplete="username" required autoFocus {...register('mail')} />
          {fault}
          <Button look="primary" type="submit" disabled={busy}>
            {t('auth.send')}
          </Button>
        </form>
      )}
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
