/** When one is reminded of a task: by a few words, or at any moment. */
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/actions';
import type { Due, Reminder, Task } from '../../lib/api';
import { inDays, isOverdue, makeDue, sayInstant, today, zone } from '../../lib/dates';
import { DateField } from '../../ui/DateField';
import { Menu, type MenuItem } from '../../ui/popup';
import { Button, IconButton, Sheet } from '../../ui/ui';

const first_time = '09:00';
type When = Pick<Reminder, 'at' | 'relative'>;

function AtAnyTime({ onChoose, onClose }: { onChoose: (at: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const [due, setDue] = useState<Due | null>(makeDue(inDays(1), first_time));
  const whole = due && 'date' in due ? makeDue(due.date, first_time) : due;
  const moment = whole && 'at' in whole ? whole.at : null;
  const past = whole !== null && isOverdue(whole);
  return (
    <Sheet title={t('reminder.title')} onClose={onClose}>
      <DateField label={t('reminder.when')} value={due} fixed onChange={(next) => setDue(next ?? { date: today() })} />
      {moment && (
        <p className={past ? 'field-error' : 'field-hint'} role="status">
          {past ? t('reminder.past') : sayInstant(moment)}
        </p>
      )}
      <div className="actions">
        <span className="spacer" />
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button
          look="primary"
          disabled={!moment || past}
          onClick={() => {
            onClose();
            if (moment) onChoose(moment);
          }}
        >
          {t('save')}
        </Button>
      </div>
    </Sheet>
  );
}

export function Reminders({ workspace, task, person, readOnly }: { workspace: string; task: Task; person: string; readOnly: boolean }) {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const mine = task.reminders.filter((each) => each.person === person);
  const what = `“${task.title}”`;
  const add = (when: When) => {
    const id = crypto.randomUUID();
    void act({
      workspace,
      label: t('did.remind', { what }),
      commands: [{ type: 'SetReminder', task: task.id, id, ...when }],
      undo: [{ type: 'RemoveReminder', task: task.id, reminder: id }],
    });
  };
  const remove = ({ id, at, relative }: Reminder) =>
    void act({
      workspace,
      label: t('did.unremind', { what }),
      commands: [{ type: 'RemoveReminder', task: task.id, reminder: id }],
      undo: [{ type: 'SetReminder', task: task.id, id, ...(relative ? { relative } : { at }) }],
    });
  const atNine = (days: number): When => ({ relative: { to: 'due', days, time: first_time, zone } });
  const before = (minutes: number): When => ({ relative: { to: 'due', minutes: -minutes, zone } });
  const choices: MenuItem[] = [
    { label: t('reminder.hour'), onSelect: () => add({ at: new Date(Date.now() + 3_600_000).toISOString() }) },
    ...(task.due
      ? [
          { label: t('reminder.day'), onSelect: () => add(atNine(0)) },
          { label: t('reminder.before'), onSelect: () => add(atNine(-1)) },
        ]
      : []),
    ...(task.due && 'at' in task.due
      ? [
          { label: t('reminder.now'), onSelect: () => add(before(0)) },
          { label: t('reminder.minutes'), onSelect: () => add(before(30)) },
        ]
      : []),
    { label: t('reminder.any'), onSelect: () => setChoosing(true) },
  ];
  return (
    <section aria-label={t('task.reminders')}>
      <h3>{t('task.reminders')}</h3>
      <ul className="reminders">
        {mine.map((each) => (
          <li key={each.id} className={each.done ? 'row-ended' : ''}>
            <span>{each.at ? sayInstant(each.at) : t(task.due ? 'reminder.waits' : 'reminder.noDate')}</span>
            {!readOnly && (
              <IconButton label={t('reminder.remove')} className="small" onClick={() => remove(each)}>
                <X size={14} />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && <Menu trigger={<Button>{t('reminder.add')}</Button>} items={choices} />}
      {choosing && <AtAnyTime onClose={() => setChoosing(false)} onChoose={(at) => add({ at })} />}
    </section>
  );
}
