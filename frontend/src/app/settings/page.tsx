/** One's profile, how one is reached, how it looks, and the keys to the account. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { Select } from '../../components/ui/Select';
import { TimeField } from '../../components/ui/TimeField';
import { Button, Confirm, Field, Waiting } from '../../components/ui/ui';
import { api, type Profile, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { useDraft } from '../../lib/drafts';
import { addTexts, type Language, languages, setLanguage } from '../../lib/i18n';
import { queryClient, useMe, useSetup } from '../../lib/queries';
import { sayError } from '../../lib/problems';
import { session } from '../../lib/session';
import { useSingleKeys } from '../../lib/shortcuts';
import { setTheme, type Theme, theme } from '../../lib/theme';
import { useTitle } from '../../lib/title';
import { toast } from '../../lib/toasts';
import * as texts from '../../locales/settings';

addTexts(texts);

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
  const [draft, setName, forgetName] = useDraft('settings:name');
  const name = draft?.text ?? profile.displayName;
  const [fields, setFields] = useState({
    timeZone: profile.timeZone,
    weekStart: profile.weekStart,
    mail: profile.channels.mail,
    webhooks: profile.channels.webhooks,
    quiet: profile.quietHours !== null,
    from: profile.quietHours?.from ?? '22:00',
    to: profile.quietHours?.to ?? '07:00',
  });
  const set = (patch: Partial<typeof fields>) => setFields({ ...fields, ...patch });
  const save = async () => {
    const body = {
      displayName: name,
      mail: profile.mail,
      timeZone: fields.timeZone,
      weekStart: fields.weekStart,
      channels: { mail: mails ? fields.mail : profile.channels.mail, webhooks: fields.webhooks },
      quietHours: fields.quiet ? { from: fields.from, to: fields.to } : null,
    };
    if (!(await attempt(api.PUT('/api/v1/me', { body }), t('settings.saved')))) return;
    forgetName();
    await queryClient.invalidateQueries();
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Field label={t('settings.name')} value={name} maxLength={200} required onChange={(event) => setName(event.target.value)} />
      <div className="inline">
        <Select
          label={t('settings.zone')}
          value={fields.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          options={[...new Set([profile.timeZone, ...Intl.supportedValuesOf('timeZone')])].map((each) => ({ value: each, label: each }))}
        />
        <Select
          label={t('settings.weekStart')}
          value={fields.weekStart}
          onChange={(weekStart) => set({ weekStart })}
          options={(['monday', 'saturday', 'sunday'] as const).map((each) => ({ value: each, label: t(`weekday.${each}`) }))}
        />
      </div>
      <fieldset>
        <legend>{t('settings.reached')}</legend>
        <label>
          <input
            type="checkbox"
            disabled={!mails}
            checked={mails && fields.mail}
            onChange={(event) => set({ mail: event.target.checked })}
          />{' '}
          {t(mails ? 'settings.byMail' : 'settings.noMail', { mail: profile.mail ?? '–' })}
        </label>
        <label>
          <input type="checkbox" checked={fields.webhooks} onChange={(event) => set({ webhooks: event.target.checked })} />{' '}
          {t('settings.byWebhook')}
        </label>
        <label>
          <input type="checkbox" checked={fields.quiet} onChange={(event) => set({ quiet: event.target.checked })} /> {t('settings.quiet')}
        </label>
        {fields.quiet && (
          <div className="inline">
            <TimeField label={t('settings.quietFrom')} value={fields.from} onChange={(from) => set({ from })} />
            <TimeField label={t('settings.quietTo')} value={fields.to} onChange={(to) => set({ to })} />
          </div>
        )}
      </fieldset>
      <Button look="primary" type="submit">
        {t('save')}
      </Button>
    </form>
  );
}

function Looks() {
  const { t, i18n } = useTranslation();
  const [look, setLook] = useState<Theme>(theme());
  const [single, setSingle] = useSingleKeys();
  const [permission, setPermission] = useState('Notification' in window ? Notification.permission : 'denied');
  return (
    <>
      <div className="inline">
        <Select
          label={t('settings.language')}
          value={i18n.language as Language}
          onChange={(language) => void setLanguage(language)}
          options={(Object.keys(languages) as Language[]).map((each) => ({ value: each, label: languages[each] }))}
        />
        <Select
          label={t('settings.theme')}
          value={look}
          onChange={(chosen) => {
            setLook(chosen);
            setTheme(chosen);
          }}
          options={(['system', 'light', 'dark'] as const).map((each) => ({ value: each, label: t(`theme.${each}`) }))}
        />
        {permission === 'default' && (
          <Button onClick={() => void Notification.requestPermission().then(setPermission)}>{t('settings.browser')}</Button>
        )}
      </div>
      <label>
        <input type="checkbox" checked={single} onChange={(event) => setSingle(event.target.checked)} /> {t('keys.single')}
      </label>
    </>
  );
}

function Password() {
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

function Address() {
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

function Webhooks() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['webhooks'], queryFn: () => read(api.GET('/api/v1/webhooks')) });
  const [secret, setSecret] = useState('');
  const [draft, setUrl, forgetUrl] = useDraft('settings:webhook');
  const url = draft?.text ?? '';
  const again = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
  const add = async () => {
    try {
      setSecret((await read(api.POST('/api/v1/webhooks', { body: { url } }))).secret);
      forgetUrl();
      await again();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label={t('webhooks.url')}
          type="url"
          required
          placeholder="https://example.org/hook"
          maxLength={2000}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit">{t('webhooks.add')}</Button>
      </form>
      {secret && (
        <p className="secret" role="status">
          {t('webhooks.secret')} <code>{secret}</code>
        </p>
      )}
      <ul className="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <span className="agent">{each.url}</span>
            <span className="spacer" />
            <Confirm
              label={t('webhooks.remove')}
              title={t('webhooks.remove')}
              text={t('webhooks.removeText', { url: each.url })}
              action={t('webhooks.remove')}
              onConfirm={() =>
                void attempt(
                  api.DELETE('/api/v1/webhooks/{webhook}', { params: { path: { webhook: each.id } } }),
                  t('webhooks.removed'),
                ).then(again)
              }
            />
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
  const [draft, setName, forgetName] = useDraft('settings:token');
  const name = draft?.text ?? '';
  const [write, setWrite] = useState(false);
  const again = () => queryClient.invalidateQueries({ queryKey: ['tokens'] });
  const make = async () => {
    try {
      setMade((await read(api.POST('/api/v1/tokens', { body: { name, scopes: write ? ['read', 'write'] : ['read'] } }))).token);
      forgetName();
      setWrite(false);
      await again();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <Field label={t('tokens.name')} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        <label className="chip">
          <input type="checkbox" checked={write} onChange={(event) => setWrite(event.target.checked)} /> {t('tokens.write')}
        </label>
        <Button type="submit">{t('tokens.make')}</Button>
      </form>
      {made && (
        <p className="secret" role="status">
          {t('tokens.made')} <code>{made}</code>
        </p>
      )}
      <ul className="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <strong>{each.name}</strong>{' '}
            <span className="subtitle">
              {each.scopes.join(', ')} · {t('tokens.until', { day: sayInstant(each.expires) })}
            </span>
            <span className="spacer" />
            <Confirm
              label={t('tokens.revoke')}
              title={t('tokens.revoke')}
              text={t('tokens.revokeText', { name: each.name })}
              action={t('tokens.revoke')}
              onConfirm={() =>
                void attempt(api.DELETE('/api/v1/tokens/{token}', { params: { path: { token: each.id } } }), t('tokens.revoked')).then(
                  again,
                )
              }
            />
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

function DeleteAccount() {
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

export default function SettingsPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useMe();
  useTitle(t('settings'));
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header">
        <h1>{t('settings')}</h1>
      </header>
      {data ? (
        <section className="section">
          <h2>{t('settings.profile')}</h2>
          <ProfileForm key={JSON.stringify(data)} profile={data} />
        </section>
      ) : (
        <Waiting error={error} onRetry={() => void refetch()} />
      )}
      <section className="section">
        <h2>{t('settings.looks')}</h2>
        <Looks />
      </section>
      <section className="section">
        <h2>{t('settings.changePassword')}</h2>
        <Password />
      </section>
      <section className="section">
        <h2>{t('settings.address')}</h2>
        <Address />
      </section>
      <section className="section">
        <h2>{t('sessions')}</h2>
        <Sessions />
      </section>
      <section className="section">
        <h2>{t('webhooks')}</h2>
        <p>{t('webhooks.text')}</p>
        <Webhooks />
      </section>
      <section className="section">
        <h2>{t('tokens')}</h2>
        <p>
          {t('tokens.text')} <a href="/api/docs">API</a>
        </p>
        <Tokens />
      </section>
      <section className="section">
        <h2>{t('settings.delete')}</h2>
        <p>{t('settings.deleteText')}</p>
        <DeleteAccount />
      </section>
    </main>
  );
}
