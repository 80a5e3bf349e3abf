/** Asks once whether who is elsewhere wants the days of that place. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, type Profile, read } from '../../lib/api';
import { browserZone } from '../../lib/dates';
import { addTexts } from '../../lib/i18n';
import { sayError } from '../../lib/problems';
import { queryClient } from '../../lib/queries';
import { toast } from '../../lib/toasts';
import * as texts from './zoneTexts';
import { Button } from '../../ui/ui';

addTexts(texts);

export default function ZoneQuestion({ profile }: { profile: Profile }) {
  const { t } = useTranslation();
  const [answered, setAnswered] = useState(false);
  const answer = async (change: boolean) => {
    localStorage.setItem('tasklog-zone-asked', browserZone);
    setAnswered(true);
    if (!change) return;
    const { displayName, mail, weekStart, quietHours, channels } = profile;
    await read(api.PUT('/api/v1/me', { body: { displayName, mail, weekStart, quietHours, channels, timeZone: browserZone } }))
      .then(() => queryClient.invalidateQueries({ queryKey: ['me'] }))
      .catch((error) => toast(sayError(error), { kind: 'failed' }));
  };
  if (answered) return null;
  return (
    <div className="zone-question" role="status">
      <p>{t('zone.question', { here: browserZone, there: profile.timeZone })}</p>
      <div className="actions">
        <Button look="primary" onClick={() => void answer(false)}>
          {t('zone.keep', { zone: profile.timeZone })}
        </Button>
        <Button onClick={() => void answer(true)}>{t('zone.change', { zone: browserZone })}</Button>
      </div>
    </div>
  );
}
