/** What was typed here, while someone else changed the same. Both are shown, and one chooses; until then it is kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outbox } from '../../lib/outbox';
import { type Details, detailsOf } from '../../lib/overlay';
import type { Entry } from '../../lib/store';
import { Button, Sheet } from '../../ui/ui';

export function conflictOf(entry: Entry): { mine: Details; theirs: NonNullable<Entry['theirs']> } | null {
  if (entry.state !== 'refused' || !entry.theirs) return null;
  const {
    commands: [command],
    theirs,
  } = entry;
  return command?.type === 'ChangeTaskDetails' ? { mine: detailsOf(command), theirs } : null;
}

export function ConflictSheet({ entry, onClose }: { entry: Entry; onClose: () => void }) {
  const { t } = useTranslation();
  const conflict = conflictOf(entry);
  if (!conflict) return null;
  return (
    <Sheet onClose={onClose} title={t('conflict.title')}>
      <p>{t('conflict.text')}</p>
      {(Object.keys(conflict.mine) as (keyof Details)[]).map((field) => (
        <dl key={field} className="conflict">
          <dt>{t('conflict.theirs')}</dt>
          <dd dir="auto">{String(conflict.theirs[field] ?? '–')}</dd>
          <dt>{t('conflict.mine')}</dt>
          <dd dir="auto">{String(conflict.mine[field] ?? '–')}</dd>
        </dl>
      ))}
      <div className="actions">
        <Button
          onClick={() => {
            onClose();
            outbox.discard(entry);
          }}
        >
          {t('conflict.keepTheirs')}
        </Button>
        <Button
          look="primary"
          onClick={() => {
            onClose();
            outbox.retry(entry);
          }}
        >
          {t('conflict.keepMine')}
        </Button>
      </div>
    </Sheet>
  );
}

/** Of the task that is open. */
export function Conflict({ task }: { task: string }) {
  const [later, setLater] = useState('');
  const entry = outbox.entries().find((each) => each.theirs?.id === task && each.state === 'refused' && each.id !== later);
  return entry ? <ConflictSheet entry={entry} onClose={() => setLater(entry.id)} /> : null;
}
