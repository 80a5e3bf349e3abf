/** One's profile, how one is reached, how it looks, and the keys to the account. */
import { useTranslation } from 'react-i18next';
import { Waiting } from '../../ui/ui';
import { addTexts } from '../../lib/i18n';
import { useMe } from '../../lib/queries';
import { useTitle } from '../../lib/title';
import * as texts from './texts';
import { Address, DeleteAccount, Password, Sessions } from './Account';
import { Looks } from './Looks';
import { ProfileForm } from './Profile';
import { Tokens } from './Tokens';
import { Webhooks } from './Webhooks';

addTexts(texts);

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
