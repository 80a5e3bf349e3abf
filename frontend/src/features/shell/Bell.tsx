/** What one was told: a count, the list, and an invitation's answer. */
import { useNavigate } from '@tanstack/react-router';
import { Bell as BellIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Notification } from '../../lib/api';
import { sendNow } from '../../lib/commands';
import { sayInstant } from '../../lib/dates';
import { onLive } from '../../lib/live';
import { usePerson } from '../../lib/place';
import { queryClient, useNames, useNotifications } from '../../lib/queries';
import { Popup } from '../../ui/popup';
import { Button } from '../../ui/ui';

function useNotificationsLive(onNew: (newest: Notification) => void) {
  const { data } = useNotifications();
  const seen = useRef<string | null>(null);
  useEffect(() => onLive(({ event }) => event === 'notified' && void queryClient.invalidateQueries({ queryKey: ['notifications'] })), []);
  useEffect(() => {
    const newest = data?.items[0];
    if (data && seen.current !== null && newest && newest.id !== seen.current && !newest.read) onNew(newest);
    if (data) seen.current = newest?.id ?? '';
  }, [data, onNew]);
  return data;
}

export function Bell() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const person = usePerson();
  const [open, setOpen] = useState(false);
  const say = (each: Notification) =>
    t(each.kind === 'reminder' && each.late ? 'told.late' : `told.${each.kind}`, { title: each.title, workspace: each.workspaceName });
  const data = useNotificationsLive((each) => {
    if ('Notification' in window && Notification.permission === 'granted' && document.hidden)
      new Notification('Tasklog', { body: say(each), tag: each.id });
  });
  const names = useNames(data?.items.flatMap((each) => each.by ?? []) ?? []);
  const unread = data?.unread ?? 0;
  const markRead = (which: { through: string } | { notification: string }) =>
    sendNow(person, [{ type: 'MarkNotificationsRead', ...which }]).then(() =>
      queryClient.invalidateQueries({ queryKey: ['notifications'] }),
    );
  const show = (each: Notification) => {
    setOpen(false);
    if (!each.read) void markRead({ notification: each.id });
    if (each.task) void navigate({ to: '/all', search: { workspace: each.workspace, task: each.task } } as never);
  };
  const accept = async (each: Notification) => {
    setOpen(false);
    if (!(await sendNow(each.workspace, [{ type: 'AcceptInvitation', invitation: each.invitation ?? '' }]))) return;
    await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
    void navigate({ to: '/all', search: { workspace: each.workspace } } as never);
  };
  return (
    <Popup
      open={open}
      onOpenChange={setOpen}
      label={t('notifications')}
      className="notifications"
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label={t('bell', { count: unread })}>
          <BellIcon size={18} />
          {unread > 0 && (
            <span className="badge" aria-hidden>
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </button>
      }
    >
      <header>
        <h2>{t('notifications')}</h2>
        <span className="spacer" />
        {unread > 0 && (
          <Button look="ghost" onClick={() => void markRead({ through: new Date().toISOString() })}>
            {t('readAll')}
          </Button>
        )}
      </header>
      {data?.items.length ? (
        <ul>
          {data.items.map((each) => (
            <li key={each.id} className={each.read ? '' : 'unread'}>
              <button type="button" onClick={() => show(each)}>
                <span>
                  {each.by && <strong>{names.get(each.by) ?? t('someone')} </strong>}
                  {say(each)}
                </span>
                {each.text && <q>{each.text}</q>}
                <time dateTime={each.at}>{sayInstant(each.at)}</time>
              </button>
              {each.kind === 'invited' && !each.read && (
                <Button look="primary" onClick={() => void accept(each)}>
                  {t('accept')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="empty">{t('notifications.none')}</p>
      )}
    </Popup>
  );
}
