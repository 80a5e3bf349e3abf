/** Who belongs to a workspace, in which role, and who is invited. */
import { useNavigate } from '@tanstack/react-router';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field, IconButton, Select, Waiting } from '../../components/ui/ui';
import { sendNow } from '../../lib/commands';
import { useDraft } from '../../lib/drafts';
import { sayError } from '../../lib/problems';
import { api, type Role } from '../../lib/api';
import { usePerson, useRole, useWorkspace } from '../../lib/place';
import { queryClient, useMembers, useNames } from '../../lib/queries';
import { toast } from '../../lib/toasts';

const given = ['editor', 'commenter', 'viewer'] as const;
type Given = (typeof given)[number];

function Invite({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const [draft, setMail, forgetMail] = useDraft(`invite:${workspace}`);
  const mail = draft?.text ?? '';
  const [role, setRole] = useState<Given>('editor');
  const invite = async () => {
    const id = crypto.randomUUID();
    try {
      if (mail) await api.PUT('/api/v1/invitations/{invitation}/address', { params: { path: { invitation: id } }, body: { mail } });
      if (await sendNow(workspace, [{ type: 'InviteMember', id, role }], t(mail ? 'members.sent' : 'members.made', { mail }))) forgetMail();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <form className="inline" onSubmit={(event) => { event.preventDefault(); void invite(); }} aria-label={t('members.invite')}>
      <Field label={t('members.mail')} type="email" value={mail} hint={t('members.mailHint')} onChange={(event) => setMail(event.target.value)} />
      <Select label={t('members.role')} value={role} onChange={(event) => setRole(event.target.value as Given)}>
        {given.map((each) => <option key={each} value={each}>{t(`role.${each}`)}</option>)}
      </Select>
      <Button look="primary" type="submit">{t('members.invite')}</Button>
    </form>
  );
}

export default function MembersPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const person = usePerson();
  const role = useRole();
  const { data, error, refetch } = useMembers(workspace);
  const names = useNames(data?.items.map((each) => each.person) ?? []);
  const owns = role === 'owner';
  const leave = async () => {
    if (!(await sendNow(workspace, [{ type: 'LeaveWorkspace' }]))) return;
    await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
    void navigate({ to: '/', search: {} } as never);
  };
  const copy = async (invitation: string) => {
    await navigator.clipboard.writeText(`${location.origin}/?workspace=${workspace}&invitation=${invitation}`);
    toast(t('members.copied'));
  };
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header"><h1>{t('members')}</h1></header>
      {!data ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          {owns && <section className="section"><h2>{t('members.inviteTitle')}</h2><Invite workspace={workspace} /></section>}
          <section className="section">
            <h2>{t('members.who')}</h2>
            {data.items.length === 0 && <p>{t('members.onlyYou')}</p>}
            <ul className="lines">
              {data.items.map((each) => (
                <li key={each.person}>
                  <strong>{names.get(each.person) ?? t('someone')}</strong> {each.person === person && <span className="subtitle">({t('you')})</span>}
                  <span className="spacer" />
                  {owns && each.role !== 'owner' ? (
                    <>
                      <Select label={t('members.roleOf', { name: names.get(each.person) })} hideLabel value={each.role} onChange={(event) => void sendNow(workspace, [{ type: 'ChangeMemberRole', person: each.person, role: event.target.value as Given }])}>
                        {given.map((one) => <option key={one} value={one}>{t(`role.${one}`)}</option>)}
                      </Select>
                      <Confirm title={t('members.remove')} text={t('members.removeText', { name: names.get(each.person) ?? t('someone') })} action={t('members.remove')} onConfirm={() => void sendNow(workspace, [{ type: 'RemoveMember', person: each.person }])} label={t('members.remove')} />
                    </>
                  ) : (
                    <span>{t(`role.${each.role as Role}`)}</span>
                  )}
                </li>
              ))}
            </ul>
          </section>
          {owns && data.invitations.length > 0 && (
            <section className="section">
              <h2>{t('members.invited')}</h2>
              <ul className="lines">
                {data.invitations.map((each) => (
                  <li key={each.id}>
                    <span>{t('members.invitationFor', { role: t(`role.${each.role}`) })}</span>
                    <span className="spacer" />
                    <IconButton label={t('members.copy')} onClick={() => void copy(each.id)}><Copy size={16} /></IconButton>
                    <Button look="ghost" onClick={() => void sendNow(workspace, [{ type: 'RevokeInvitation', invitation: each.id }])}>{t('members.revoke')}</Button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {!owns && <Confirm title={t('members.leave')} text={t('members.leaveText')} action={t('members.leave')} onConfirm={() => void leave()} look="danger" label={t('members.leave')} />}
        </>
      )}
    </main>
  );
}
