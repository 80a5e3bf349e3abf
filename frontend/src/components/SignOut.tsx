/** Signing out, which takes along what is not sent yet: so it asks. */
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countDrafts } from '../lib/drafts';
import { outbox } from '../lib/outbox';
import { sayError } from '../lib/problems';
import { session } from '../lib/session';
import { toast } from '../lib/toasts';
import { Button, Sheet } from './ui/ui';

export function SignOut() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const leave = () => session.signOut().catch((error: unknown) => toast(sayError(error), { kind: 'failed' }));
  const left = { waiting: outbox.entries().filter((each) => each.state !== 'accepted').length, drafts: countDrafts() };
  return (
    <>
      <button type="button" className="nav" onClick={() => (left.waiting + left.drafts > 0 ? setAsking(true) : void leave())}><LogOut size={18} aria-hidden /> <span className="nav-label">{t('signOut')}</span></button>
      {asking && (
        <Sheet title={t('signOut.title')} onClose={() => setAsking(false)}>
          <p>{t('signOut.text')}</p>
          <ul>
            {left.waiting > 0 && <li>{t('signOut.waiting', { count: left.waiting })}</li>}
            {left.drafts > 0 && <li>{t('signOut.drafts', { count: left.drafts })}</li>}
          </ul>
          <div className="actions">
            <span className="spacer" />
            <Button onClick={() => setAsking(false)}>{t('signOut.stay')}</Button>
            <Button look="danger" onClick={() => { setAsking(false); void leave(); }}>{t('signOut.lose')}</Button>
          </div>
        </Sheet>
      )}
    </>
  );
}
