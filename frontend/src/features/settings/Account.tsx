/** What one signs in with, and where one is signed in. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field } from '../../ui/ui';
import { api, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { useDraft } from '../../lib/drafts';
import { queryClient } from '../../lib/queries';
import { session } from '../../lib/session';
import { attempt } from './attempt';

export function Password() {
  const { t } = useTranslation();
  const { register, handleSubmit, reset } = useForm({ defaultValues: { password: '', new: '' } });
  return (
    <form
      className="stack"
      onSubmit={(event) =>
        void handleSubmit(async (body) => {
          if (await attempt(api.PUT('/api/v1/password', { body }), t('settings.passwordChanged'))) reset();
        })(event)
      }
    >
      <Field label={t('settings.password')} type="password" autoComplete="current-password" required {...register('password')} />
      <Field
        label={t('settings.newPassword')}
        type="password"
        autoComplete="new-password"
        minLength={10}
        required
        hint={t('auth.passwordHint')}
        {...register('new')}
      />
      <Button type="submit">{t('settings.changePassword')}</Button>
    </form>
  );
}

export function Address() {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({ queryKey: ['account'], queryFn: () => read(api.GET('/api/v1/account')) });
  const [draft, setMail, forgetMail] = useDraft('settings:address');
  const mail = draft?.text ?? '';
  const [password, setPassword] = useState('');
  const change = async () => {
    const body = { mail, password, language: i18n.language === 'de' ? ('de' as const) : ('en' as const) };
    if (!(await attempt(api.PUT('/api/v1/account/mail', { body }), t('settings.addressSent', { mail })))) return;
    forgetMail();
    setPassword('');
    await queryClient.invalidateQueries({ queryKey: ['account'] });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void change();
      }}
    >
      <p>{t('settings.addressNow', { mail: data?.mail ?? '–' })}</p>
      <div className="inline">
        <Field
          label={t('settings.newAddress')}
          type="email"
          autoComplete="email"
          required
          value={mail}
          onChange={(event) => setMail(event.target.value)}
        />
        <Field
          label={t('settings.password')}
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <Button type="submit">{t('settings.changeAddress')}</Button>
      </div>
    </form>
  );
}

export function Sessions() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['sessions'], queryFn: () => read(api.GET('/api/v1/sessions')) });
  return (
    <ul className="lines">
      {data?.items.map((each) => (
        <li key={each.id}>
          <span className="agent">{each.agent || t('sessions.unknown')}</span>{' '}
          <span className="subtitle">{each.current ? t('sessions.this') : sayInstant(each.used)}</span>
          <span className="spacer" />
          {!each.current && (
            <Confirm
              label={t('sessions.end')}
              title={t('sessions.end')}
              text={t('sessions.endText')}
              action={t('sessions.end')}
              onConfirm={() =>
                void attempt(
                  api.DELETE('/api/v1/sessions/{session}', { params: { path: { session: each.id } } }),
                  t('sessions.ended'),
                ).then(() => queryClient.invalidateQueries({ queryKey: ['sessions'] }))
              }
            />
          )}
        </li>
      ))}
    </ul>
  );
}

export function DeleteAccount() {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const erase = async () => {
    if (await attempt(api.POST('/api/v1/account/delete', { body: { password } }), t('settings.deleted'))) await session.signOut();
  };
  return (
    <div className="inline">
      <Field
        label={t('settings.password')}
        type="password"
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Confirm
        title={t('settings.delete')}
        text={t('settings.deleteText')}
        action={t('settings.delete')}
        onConfirm={() => void erase()}
        look="danger"
        disabled={!password}
        label={t('settings.delete')}
      />
    </div>
  );
}
