/** One's profile, how one is reached, how it looks, and the keys to the account. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field, Select, Waiting } from '../../components/ui/ui';
import { api, type Profile, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { type Language, languages, setLanguage } from '../../lib/i18n';
import { queryClient, useMe, useSetup } from '../../lib/queries';
import { sayError } from '../../lib/problems';
import { session } from '../../lib/session';
import { setTheme, type Theme, theme } from '../../lib/theme';
import { toast } from '../../lib/toasts';

/** Says what came of it. */
async function attempt(what: Promise<unknown>, done: string): Promise<boolean> {
  try {
    await what;
    toast(done);
    return true;
  } catch (error) {
    toast(sayError(error), { kind: 'failed' });
    return false;
  }
}

function ProfileForm({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const mails = useSetup().data?.mail ?? true;
  const { register, handleSubmit } = useForm({ defaultValues: { displayName: profile.displayName, timeZone: profile.timeZone, weekStart: profile.weekStart, mail: profile.channels.mail, webhooks: profile.channels.webhooks, quiet: profile.quietHours !== null, from: profile.quietHours?.from ?? '22:00', to: profile.quietHours?.to ?? '07:00' } });
  const save = handleSubmit(async (fields) => {
    const body = { displayName: fields.displayName, mail: profile.mail, timeZone: fields.timeZone, weekStart: fields.weekStart, channels: { mail: mails ? fields.mail : profile.channels.mail, webhooks: fields.webhooks }, quietHours: fields.quiet ? { from: fields.from, to: fields.to } : null };
    if (await attempt(api.PUT('/api/v1/me', { body }), t('settings.saved'))) await queryClient.invalidateQueries();
  });
  return (
    <form className="stack" onSubmit={(event) => void save(event)}>
      <Field label={t('settings.name')} {...register('displayName')} maxLength={200} required />
      <div className="inline">
        <Select label={t('settings.zone')} {...register('timeZone')}>
          {[...new Set([profile.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((each) => <option key={each}>{each}</option>)}
        </Select>
        <Select label={t('settings.weekStart')} {...register('weekStart')}>
          {(['monday', 'saturday', 'sunday'] as const).map((each) => <option key={each} value={each}>{t(`weekday.${each}`)}</option>)}
        </Select>
      </div>
      <fieldset>
        <legend>{t('settings.reached')}</legend>
        <label><input type="checkbox" disabled={!mails} {...register('mail')} {...(!mails && { checked: false })} /> {t(mails ? 'settings.byMail' : 'settings.noMail', { mail: profile.mail ?? '–' })}</label>
        <label><input type="checkbox" {...register('webhooks')} /> {t('settings.byWebhook')}</label>
        <label><input type="checkbox" {...register('quiet')} /> {t('settings.quiet')}</label>
        <div className="inline"><Field label={t('settings.quietFrom')} type="time" {...register('from')} /><Field label={t('settings.quietTo')} type="time" {...register('to')} /></div>
      </fieldset>
      <Button look="primary" type="submit">{t('save')}</Button>
    </form>
  );
}

function Looks() {
  const { t, i18n } = useTranslation();
  const [look, setLook] = useState<Theme>(theme());
  const [permission, setPermission] = useState('Notification' in window ? Notification.permission : 'denied');
  return (
    <div className="inline">
      <Select label={t('settings.language')} value={i18n.language} onChange={(event) => void setLanguage(event.target.value as Language)}>
        {Object.entries(languages).map(([code, name]) => <option key={code} value={code}>{name}</option>)}
      </Select>
      <Select label={t('settings.theme')} value={look} onChange={(event) => { setLook(event.target.value as Theme); setTheme(event.target.value as Theme); }}>
        {(['system', 'light', 'dark'] as const).map((each) => <option key={each} value={each}>{t(`theme.${each}`)}</option>)}
      </Select>
      {permission === 'default' && <Button onClick={() => void Notification.requestPermission().then(setPermission)}>{t('settings.browser')}</Button>}
    </div>
  );
}

function Password() {
  const { t } = useTranslation();
  const { register, handleSubmit, reset } = useForm({ defaultValues: { password: '', new: '' } });
  return (
    <form className="stack" onSubmit={(event) => void handleSubmit(async (body) => { if (await attempt(api.PUT('/api/v1/password', { body }), t('settings.passwordChanged'))) reset(); })(event)}>
      <Field label={t('settings.password')} type="password" autoComplete="current-password" required {...register('password')} />
      <Field label={t('settings.newPassword')} type="password" autoComplete="new-password" minLength={10} required hint={t('auth.passwordHint')} {...register('new')} />
      <Button type="submit">{t('settings.changePassword')}</Button>
    </form>
  );
}

function Address() {
  const { t, i18n } = useTranslation();
  const { data } = useQuery({ queryKey: ['account'], queryFn: () => read(api.GET('/api/v1/account')) });
  const { register, handleSubmit, reset } = useForm({ defaultValues: { mail: '', password: '' } });
  const change = handleSubmit(async (fields) => {
    const body = { ...fields, language: i18n.language === 'de' ? ('de' as const) : ('en' as const) };
    if (!(await attempt(api.PUT('/api/v1/account/mail', { body }), t('settings.addressSent', { mail: fields.mail })))) return;
    reset();
    await queryClient.invalidateQueries({ queryKey: ['account'] });
  });
  return (
    <form className="stack" onSubmit={(event) => void change(event)}>
      <p>{t('settings.addressNow', { mail: data?.mail ?? '–' })}</p>
      <div className="inline">
        <Field label={t('settings.newAddress')} type="email" autoComplete="email" required {...register('mail')} />
        <Field label={t('settings.password')} type="password" autoComplete="current-password" required {...register('password')} />
        <Button type="submit">{t('settings.changeAddress')}</Button>
      </div>
    </form>
  );
}

function Webhooks() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['webhooks'], queryFn: () => read(api.GET('/api/v1/webhooks')) });
  const [secret, setSecret] = useState('');
  const { register, handleSubmit, reset } = useForm({ defaultValues: { url: '' } });
  const again = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
  const add = handleSubmit(async (body) => {
    try {
      setSecret((await read(api.POST('/api/v1/webhooks', { body }))).secret);
      reset();
      await again();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  });
  return (
    <>
      <form className="inline" onSubmit={(event) => void add(event)}>
        <Field label={t('webhooks.url')} type="url" required placeholder="https://example.org/hook" maxLength={2000} {...register('url')} />
        <Button type="submit">{t('webhooks.add')}</Button>
      </form>
      {secret && <p className="secret" role="status">{t('webhooks.secret')} <code>{secret}</code></p>}
      <ul className="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <span className="agent">{each.url}</span>
            <span className="spacer" />
            <Button look="ghost" onClick={() => void attempt(api.DELETE('/api/v1/webhooks/{webhook}', { params: { path: { webhook: each.id } } }), t('webhooks.removed')).then(again)}>{t('webhooks.remove')}</Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Tokens() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['tokens'], queryFn: () => read(api.GET('/api/v1/tokens')) });
  const [made, setMade] = useState('');
  const { register, handleSubmit, reset } = useForm({ defaultValues: { name: '', write: false } });
  const again = () => queryClient.invalidateQueries({ queryKey: ['tokens'] });
  const make = handleSubmit(async ({ name, write }) => {
    try {
      setMade((await read(api.POST('/api/v1/tokens', { body: { name, scopes: write ? ['read', 'write'] : ['read'] } }))).token);
      reset();
      await again();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  });
  return (
    <>
      <form className="inline" onSubmit={(event) => void make(event)}>
        <Field label={t('tokens.name')} required maxLength={200} {...register('name')} />
        <label className="chip"><input type="checkbox" {...register('write')} /> {t('tokens.write')}</label>
        <Button type="submit">{t('tokens.make')}</Button>
      </form>
      {made && <p className="secret" role="status">{t('tokens.made')} <code>{made}</code></p>}
      <ul className="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <strong>{each.name}</strong> <span className="subtitle">{each.scopes.join(', ')} · {t('tokens.until', { day: sayInstant(each.expires) })}</span>
            <span className="spacer" />
            <Button look="ghost" onClick={() => void attempt(api.DELETE('/api/v1/tokens/{token}', { params: { path: { token: each.id } } }), t('tokens.revoked')).then(again)}>{t('tokens.revoke')}</Button>
          </li>
        ))}
      </ul>
    </>
  );
}

function Sessions() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['sessions'], queryFn: () => read(api.GET('/api/v1/sessions')) });
  return (
    <ul className="lines">
      {data?.items.map((each) => (
        <li key={each.id}>
          <span className="agent">{each.agent || t('sessions.unknown')}</span> <span className="subtitle">{each.current ? t('sessions.this') : sayInstant(each.used)}</span>
          <span className="spacer" />
          {!each.current && <Button look="ghost" onClick={() => void attempt(api.DELETE('/api/v1/sessions/{session}', { params: { path: { session: each.id } } }), t('sessions.ended')).then(() => queryClient.invalidateQueries({ queryKey: ['sessions'] }))}>{t('sessions.end')}</Button>}
        </li>
      ))}
    </ul>
  );
}

function DeleteAccount() {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const erase = async () => {
    if (await attempt(api.POST('/api/v1/account/delete', { body: { password } }), t('settings.deleted'))) await session.signOut();
  };
  return (
    <div className="inline">
      <Field label={t('settings.password')} type="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
      <Confirm title={t('settings.delete')} text={t('settings.deleteText')} action={t('settings.delete')} onConfirm={() => void erase()} look="danger" disabled={!password} label={t('settings.delete')} />
    </div>
  );
}

export default function SettingsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useMe();
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header"><h1>{t('settings')}</h1></header>
      {data ? <section className="section"><h2>{t('settings.profile')}</h2><ProfileForm key={JSON.stringify(data)} profile={data} /></section> : <Waiting error={error} onRetry={() => void refetch()} />}
      <section className="section"><h2>{t('settings.looks')}</h2><Looks /></section>
      <section className="section"><h2>{t('settings.changePassword')}</h2><Password /></section>
      <section className="section"><h2>{t('settings.address')}</h2><Address /></section>
      <section className="section"><h2>{t('sessions')}</h2><Sessions /></section>
      <section className="section"><h2>{t('webhooks')}</h2><p>{t('webhooks.text')}</p><Webhooks /></section>
      <section className="section"><h2>{t('tokens')}</h2><p>{t('tokens.text')} <a href="/api/docs">API</a></p><Tokens /></section>
      <section className="section"><h2>{t('settings.delete')}</h2><p>{t('settings.deleteText')}</p><DeleteAccount /></section>
    </main>
  );
}
