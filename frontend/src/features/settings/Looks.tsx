/** How the app looks in this browser. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/Select';
import { Button } from '../../ui/ui';
import { type Language, languages, setLanguage } from '../../lib/i18n';
import { useSingleKeys } from '../../lib/shortcuts';
import { setTheme, type Theme, theme } from '../../lib/theme';

export function Looks() {
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
