/** Signing out, which takes along what is not sent yet: so it asks. */
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countDrafts } from '../../lib/drafts';
import { outbox } from '../../lib/outbox';
import { sayError } from '../../lib/problems';
import { session } from '../../lib/session';
import { toast } from '../../lib/toasts';
import { Button, Sheet } from '../../ui/ui';

export function SignOut() {
  const { t } = useTranslation();
  const [left, setLeft] = useState<{ waiting: number; drafts: number } | null>(null); // what would be lost, while it asks
  const leave = () => session.signOut().catch((error: unknown) => toast(sayError(error), { kind: 'failed' }));
  const ask = () => {
    const now = { waiting: outbox.entries().filter((each) => each.state !== 'accepted').length, drafts: countDrafts() };
    if (now.waiting + now.drafts > 0) setLeft(now);
    else void leave();
  };
  return (
    <>
      <button type="button" className="nav" onClick={ask}>
        <LogOut size={18} aria-hidden /> <span className="nav-label">{t('signOut')}</span>
      </button>
      {left && (
        <Sheet title={t('signOut.title')} onClose={() => setLeft(null)}>
          <p>{t('signOut.text')}</p>
          <ul>
            {left.waiting > 0 && <li>{t('signOut.waiting', { count: left.waiting })}</li>}
            {left.drafts > 0 && <li>{t('signOut.drafts', { count: left.drafts })}</li>}
          </ul>
          <div className="actions">
            <span className="spacer" />
            <Button onClick={() => setLeft(null)}>{t('signOut.stay')}</Button>
            <Button
              look="danger"
              onClick={() => {
                setLeft(null);
                void leave();
              }}
            >
              {t('signOut.lose')}
            </Button>
          </div>
        </Sheet>
      )}
    </>
  );
}
