/** Tells that there is a newer version of the app, and takes it when one wants to. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { versions } from '../lib/versions';
import { Button } from './ui/ui';

export function NewVersion() {
  const { t } = useTranslation();
  const newer = useSyncExternalStore(versions.subscribe, versions.isNewer);
  if (!newer) return null;
  return (
    <div className="new-version" role="status">
      <p>{t('version.newer')}</p>
      <Button look="primary" onClick={versions.take}>{t('failed.reload')}</Button>
    </div>
  );
}
