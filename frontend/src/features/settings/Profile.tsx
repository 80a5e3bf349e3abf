/** One's name, zone and how one is reached. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/Select';
import { TimeField } from '../../ui/TimeField';
import { Button, Field } from '../../ui/ui';
import { api, type Profile } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { queryClient, useSetup } from '../../lib/queries';
import { attempt } from './attempt';

export function ProfileForm({ profile }: { profile: Profile }) {
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
