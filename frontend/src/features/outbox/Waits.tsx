/** In the header: what could not be sent yet, and what was refused. */
import { CloudOff, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outbox } from '../../lib/outbox';
import { useOverlayVersion } from '../../lib/overlay';
import { Sheet, Waiting } from '../../ui/ui';

const Outbox = lazy(() => import('./Outbox'));

const worth_saying = 5; // fewer are on their way, and gone before one has read it

export function Waits() {
  const { t } = useTranslation();
  useOverlayVersion();
  const [open, setOpen] = useState(false);
  const refused = outbox.entries().filter((each) => each.state === 'refused').length;
  const waiting = outbox.entries().filter((each) => each.state === 'waiting').length;
  if (!refused && !outbox.isAway() && waiting < worth_saying && !open) return null;
  const text = refused ? t('outbox.refused', { count: refused }) : waiting ? t('outbox.waiting', { count: waiting }) : t('outbox.away');
  return (
    <>
      <button type="button" className={`waits ${refused ? 'waits-refused' : ''}`} aria-label={text} onClick={() => setOpen(true)}>
        {refused ? <TriangleAlert size={16} aria-hidden /> : <CloudOff size={16} aria-hidden />}
        <span className="wide-only">{text}</span>
        {(refused || waiting) > 0 && (
          <span className="narrow-only" aria-hidden>
            {refused || waiting}
          </span>
        )}
      </button>
      {open && (
        <Sheet title={t('outbox.title')} onClose={() => setOpen(false)}>
          <Suspense fallback={<Waiting />}>
            <Outbox onClose={() => setOpen(false)} />
          </Suspense>
        </Sheet>
      )}
    </>
  );
}
