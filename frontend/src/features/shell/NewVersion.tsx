/** Tells that there is a newer version of the app, and takes it when one wants to. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { sayError } from '../../lib/problems';
import { toast } from '../../lib/toasts';
import { versions } from '../../lib/versions';
import { Button } from '../../ui/ui';

export function takeVersion() {
  void versions.take().catch((error: unknown) => toast(sayError(error), { kind: 'failed' }));
}

export function NewVersion() {
  const { t } = useTranslation();
  const newer = useSyncExternalStore(versions.subscribe, versions.isNewer);
  if (!newer) return null;
  return (
    <div className="new-version" role="status">
      <p>{t('version.newer')}</p>
      <Button look="primary" onClick={takeVersion}>
        {t('failed.reload')}
      </Button>
    </div>
  );
}
