/** Who belongs to a workspace, in which role, and who is invited. */
import { useNavigate } from '@tanstack/react-router';
import { Copy } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/Select';
import { Button, Confirm, Field, IconButton, Waiting } from '../../ui/ui';
import type { Role } from '../../lib/api';
import { sendNow } from '../../lib/commands';
import { useDraft } from '../../lib/drafts';
import { addTexts } from '../../lib/i18n';
import { usePerson, useRole, useWorkspace } from '../../lib/place';
import { queryClient, useMembers, useNames, useWorkspaces } from '../../lib/queries';
import { useTitle } from '../../lib/title';
import { toast } from '../../lib/toasts';
import * as texts from './texts';
import { Invite } from './Invite';
import { type Given, roles } from './roles';

addTexts(texts);

function Name({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const { data } = useWorkspaces();
  const [draft, setName, forgetName] = useDraft(`workspace:${workspace}`);
  const known = data?.items.find((each) => each.id === workspace)?.name ?? '';
  const name = draft?.text ?? known;
  const save = async () => {
    if (!name.trim() || !(await sendNow(workspace, [{ type: 'RenameWorkspace', name: name.trim() }], t('settings.saved')))) return;
    forgetName();
    await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
  };
  return (
    <form
      className="inline"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      aria-label={t('workspace.rename')}
    >
      <Field label={t('workspace.name')} value={name} maxLength={200} required onChange={(event) => setName(event.target.value)} />
      <Button type="submit" disabled={!name.trim() || name === known}>
        {t('save')}
      </Button>
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
  useTitle(t('members'));
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
      <header className="view-header">
        <h1>{t('members')}</h1>
      </header>
      {!data ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : (
        <>
          {owns && workspace !== person && (
            <section className="section">
              <h2>{t('workspace.rename')}</h2>
              <Name workspace={workspace} />
            </section>
          )}
          {owns && (
            <section className="section">
              <h2>{t('members.inviteTitle')}</h2>
              <Invite workspace={workspace} />
            </section>
          )}
          <section className="section">
            <h2>{t('members.who')}</h2>
            {data.items.length === 0 && <p>{t('members.onlyYou')}</p>}
            <ul className="lines">
              {data.items.map((each) => (
                <li key={each.person}>
                  <strong>{names.get(each.person) ?? t('someone')}</strong>{' '}
                  {each.person === person && <span className="subtitle">({t('you')})</span>}
                  <span className="spacer" />
                  {owns && each.role !== 'owner' ? (
                    <>
                      <Select
                        label={t('members.roleOf', { name: names.get(each.person) ?? t('someone') })}
                        hideLabel
                        value={each.role as Given}
                        options={roles()}
                        onChange={(chosen) => void sendNow(workspace, [{ type: 'ChangeMemberRole', person: each.person, role: chosen }])}
                      />
                      <Confirm
                        title={t('members.remove')}
                        text={t('members.removeText', { name: names.get(each.person) ?? t('someone') })}
                        action={t('members.remove')}
                        onConfirm={() => void sendNow(workspace, [{ type: 'RemoveMember', person: each.person }])}
                        label={t('members.remove')}
                      />
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
                    <IconButton label={t('members.copy')} onClick={() => void copy(each.id)}>
                      <Copy size={16} />
                    </IconButton>
                    <Confirm
                      label={t('members.revoke')}
                      title={t('members.revoke')}
                      text={t('members.revokeText')}
                      action={t('members.revoke')}
                      onConfirm={() => void sendNow(workspace, [{ type: 'RevokeInvitation', invitation: each.id }])}
                    />
                  </li>
                ))}
              </ul>
            </section>
          )}
          {!owns && (
            <Confirm
              title={t('members.leave')}
              text={t('members.leaveText')}
              action={t('members.leave')}
              onConfirm={() => void leave()}
              look="danger"
              label={t('members.leave')}
            />
          )}
        </>
      )}
    </main>
  );
}
