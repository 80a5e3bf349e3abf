/** Somebody new: by a mail, or by a link that is copied. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/Select';
import { Button, Field, Sheet } from '../../ui/ui';
import { api } from '../../lib/api';
import { sendNow } from '../../lib/commands';
import { useDraft } from '../../lib/drafts';
import { sayError } from '../../lib/problems';
import { toast } from '../../lib/toasts';
import { type Given, roles } from './roles';

export function Invite({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const [draft, setMail, forgetMail] = useDraft(`invite:${workspace}`);
  const mail = draft?.text ?? '';
  const [role, setRole] = useState<Given>('editor');
  const [asking, setAsking] = useState(false);
  const invite = async () => {
    setAsking(false);
    const id = crypto.randomUUID();
    try {
      if (mail) await api.PUT('/api/v1/invitations/{invitation}/address', { params: { path: { invitation: id } }, body: { mail } });
      if (await sendNow(workspace, [{ type: 'InviteMember', id, role }], t(mail ? 'members.sent' : 'members.made', { mail }))) forgetMail();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <form
      className="inline"
      onSubmit={(event) => {
        event.preventDefault();
        if (mail) setAsking(true);
        else void invite();
      }}
      aria-label={t('members.invite')}
    >
      <Field
        label={t('members.mail')}
        type="email"
        value={mail}
        hint={t('members.mailHint')}
        onChange={(event) => setMail(event.target.value)}
      />
      <Select label={t('members.role')} value={role} onChange={setRole} options={roles()} />
      <Button look="primary" type="submit">
        {t('members.invite')}
      </Button>
      {asking && (
        <Sheet title={t('members.sendTitle')} onClose={() => setAsking(false)}>
          <p>{t('members.sendText', { mail })}</p>
          <div className="actions">
            <span className="spacer" />
            <Button onClick={() => setAsking(false)}>{t('cancel')}</Button>
            <Button look="primary" onClick={() => void invite()}>
              {t('members.send')}
            </Button>
          </div>
        </Sheet>
      )}
    </form>
  );
}
