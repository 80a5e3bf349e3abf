/** Each thing that waits or was refused, and what can be done about it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sayInstant } from '../../lib/dates';
import { outbox } from '../../lib/outbox';
import { useOverlayVersion } from '../../lib/overlay';
import { sayProblem } from '../../lib/problems';
import type { Entry } from '../../lib/store';
import { ConflictSheet } from '../panel/Conflict';
import { Button } from '../../ui/ui';

/** What was typed in it, to be taken along. */
function textOf(entry: Entry): string {
  return entry.commands
    .flatMap((command) =>
      Object.entries(command).flatMap(([name, value]) =>
        ['title', 'notes', 'text', 'name'].includes(name) && typeof value === 'string' ? [value] : [],
      ),
    )
    .join('\n');
}

export default function Outbox({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  useOverlayVersion();
  const [choosing, setChoosing] = useState<Entry | null>(null);
  const entries = outbox.entries().filter((each) => each.state !== 'accepted');
  const refused = entries.filter((each) => each.state === 'refused');
  const waiting = entries.filter((each) => each.state === 'waiting');
  return (
    <div className="outbox">
      {refused.length > 0 && (
        <section>
          <h3>{t('outbox.refusedTitle')}</h3>
          <ul className="lines">
            {refused.map((each) => (
              <li key={each.id}>
                <div>
                  <strong dir="auto">{each.label}</strong>
                  <p className="field-hint">
                    <time dateTime={each.at}>{sayInstant(each.at)}</time> ·{' '}
                    {each.theirs ? t('conflict.title') : each.problem && sayProblem(each.problem)}
                  </p>
                  {textOf(each) && <q dir="auto">{textOf(each)}</q>}
                </div>
                <span className="spacer" />
                {each.theirs ? (
                  <Button onClick={() => setChoosing(each)}>{t('outbox.choose')}</Button>
                ) : (
                  <Button onClick={() => outbox.retry(each)}>{t('tryAgain')}</Button>
                )}
                <Button onClick={() => outbox.discard(each)}>{t('draft.discard')}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section>
          <h3>{t('outbox.waitingTitle')}</h3>
          <p>{t('outbox.text')}</p>
          <ol className="lines">
            {waiting.map((each) => (
              <li key={each.id}>
                <span dir="auto">{each.label}</span>
                <span className="spacer" />
                <time dateTime={each.at}>{sayInstant(each.at)}</time>
              </li>
            ))}
          </ol>
        </section>
      )}
      {entries.length === 0 && <p>{t(outbox.isAway() ? 'outbox.awayText' : 'outbox.none')}</p>}
      <div className="actions">
        <span className="spacer" />
        {outbox.isAway() && <Button onClick={outbox.tryNow}>{t('outbox.now')}</Button>}
        <Button look="primary" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      {choosing && <ConflictSheet entry={choosing} onClose={() => setChoosing(null)} />}
    </div>
  );
}
