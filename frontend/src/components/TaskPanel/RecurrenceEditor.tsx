/** "Every last Friday of the month", put together from words, with the dates that follow. */
import { Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/actions';
import type { Task } from '../../lib/api';
import { dayOf, sayDue, zone } from '../../lib/dates';
import { dayName, type Frequency, parseRule, type Rule, sayRule, type Weekday, weekdays, writeRule } from '../../lib/recurrence';
import { useOccurrences } from '../../lib/queries';
import { parseISO } from 'date-fns';
import { Button, Field, Select, Sheet } from '../ui/ui';

const nths = [1, 2, 3, 4, -1];

function weekdayOf(day: string): Weekday {
  return weekdays[(parseISO(day).getDay() + 6) % 7] ?? 'MO';
}

function Editor({ workspace, task, onClose }: { workspace: string; task: Task; onClose: () => void }) {
  const { t } = useTranslation();
  const day = task.due ? dayOf(task.due) : '';
  const fresh: Rule = { frequency: 'WEEKLY', interval: 1, days: [weekdayOf(day)], nth: 0, monthDay: 0, until: '', count: 0 };
  const known = task.recurrence ? parseRule(task.recurrence.rule) : fresh;
  const [rule, setRule] = useState<Rule>(known ?? fresh);
  const [from, setFrom] = useState<'due' | 'completion'>(task.recurrence?.from ?? 'due');
  const set = (patch: Partial<Rule>) => setRule({ ...rule, ...patch });
  const text = writeRule(rule);

  const save = async () => {
    onClose();
    await act({ workspace, commands: [{ type: 'SetRecurrence', task: task.id, rule: text, from, zone }] });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {!known && <p className="field-hint">{t('rule.unknown', { rule: task.recurrence?.rule })}</p>}
      <div className="inline">
        <Field label={t('rule.every')} type="number" min={1} max={99} value={rule.interval} onChange={(event) => set({ interval: Math.max(1, Number(event.target.value)) })} />
        <Select label={t('rule.unit')} value={rule.frequency} onChange={(event) => set({ frequency: event.target.value as Frequency })}>
          {(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const).map((each) => (
            <option key={each} value={each}>{t(`rule.units.${each}`, { count: rule.interval })}</option>
          ))}
        </Select>
      </div>
      {rule.frequency === 'WEEKLY' && (
        <fieldset className="weekdays">
          <legend>{t('rule.days')}</legend>
          {weekdays.map((each) => (
            <label key={each} className="chip">
              <input type="checkbox" checked={rule.days.includes(each)} onChange={(event) => set({ days: event.target.checked ? [...rule.days, each] : rule.days.filter((one) => one !== each) })} />
              {dayName(each)}
            </label>
          ))}
        </fieldset>
      )}
      {rule.frequency === 'MONTHLY' && (
        <div className="inline">
          <Select label={t('rule.which')} value={rule.nth || (rule.monthDay === -1 ? 'last' : 'day')} onChange={(event) => {
            const chosen = event.target.value;
            if (chosen === 'day') set({ nth: 0, days: [], monthDay: parseISO(day).getDate() });
            else if (chosen === 'last') set({ nth: 0, days: [], monthDay: -1 });
            else set({ nth: Number(chosen), monthDay: 0, days: [rule.days[0] ?? weekdayOf(day)] });
          }}>
            <option value="day">{t('rule.sameDay')}</option>
            <option value="last">{t('rule.lastDay')}</option>
            {nths.map((nth) => (
              <option key={nth} value={nth}>{t(`rule.nth.${nth}`)}</option>
            ))}
          </Select>
          {rule.nth !== 0 && (
            <Select label={t('rule.weekday')} value={rule.days[0]} onChange={(event) => set({ days: [event.target.value as Weekday] })}>
              {weekdays.map((each) => (
                <option key={each} value={each}>{dayName(each)}</option>
              ))}
            </Select>
          )}
        </div>
      )}
      <div className="inline">
        <Field label={t('rule.untilLabel')} type="date" value={rule.until} min={day} onChange={(event) => set({ until: event.target.value, count: 0 })} />
        <Select label={t('rule.from')} value={from} onChange={(event) => setFrom(event.target.value as 'due')}>
          <option value="due">{t('rule.fromDue')}</option>
          <option value="completion">{t('rule.fromCompletion')}</option>
        </Select>
      </div>
      <p className="said" aria-live="polite">{sayRule(text)}</p>
      <div className="actions">
        {task.recurrence && (
          <Button look="ghost" onClick={() => { onClose(); void act({ workspace, commands: [{ type: 'EndSeries', task: task.id }] }); }}>{t('rule.end')}</Button>
        )}
        <span className="spacer" />
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit">{t('save')}</Button>
      </div>
    </form>
  );
}

export function RecurrenceEditor({ workspace, task, readOnly }: { workspace: string; task: Task; readOnly: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data } = useOccurrences(workspace, task.id, task.recurrence !== null);
  return (
    <div className="recurrence">
      <button type="button" className="chip" disabled={readOnly || !task.due} onClick={() => setOpen(true)} title={task.due ? undefined : t('rule.needsDue')}>
        <Repeat2 size={16} aria-hidden /> {task.recurrence ? sayRule(task.recurrence.rule) : t('rule.set')}
      </button>
      {task.recurrence && data && data.items.length > 0 && (
        <p className="field-hint">{t('rule.next', { dates: data.items.map(sayDue).join(' · ') })}</p>
      )}
      {open && (
        <Sheet onClose={() => setOpen(false)} title={t('rule.title')}>
          <Editor workspace={workspace} task={task} onClose={() => setOpen(false)} />
        </Sheet>
      )}
    </div>
  );
}
