/** "Every last Friday of the month", put together from words, with the dates that follow as the server has them. */
import { Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/actions';
import type { Command, Due, Task } from '../../lib/api';
import { dayOf, sayDue, today, weekStart, zone } from '../../lib/dates';
import { i18n } from '../../lib/i18n';
import { dayName, monthName, sayRule } from '../../lib/recurrence';
import { noRule, parseRule, type Rule, type Weekday, weekdays, writeRule } from '../../lib/rules';
import { useOccurrences, useRuleDates } from '../../lib/queries';
import { parseISO } from 'date-fns';
import { DayField } from '../ui/DateField';
import { Select } from '../ui/Select';
import { Button, Field, Sheet } from '../ui/ui';

const nths = [1, 2, 3, 4, -1];
const monthDays = [...Array.from({ length: 31 }, (_, day) => day + 1), -1];

function weekdayOf(day: string): Weekday {
  return weekdays[(parseISO(day).getDay() + 6) % 7] ?? 'MO';
}
/** The days of the person's week. */
function inWeek() {
  return weekdays.map((_, index) => weekdays[(index + weekStart + 6) % 7]!);
}
function toggle<Value>(values: Value[], value: Value) {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
}

/** The server's own words name what is wrong; in another language there is one text for all of it. */
function sayRuleFault(error: Error) {
  return i18n.language === 'en' ? error.message.replace(/^The parameter rule /, i18n.t('rule.this') + ' ') : i18n.t('rule.refused');
}

/** What makes a task come again as it does now, in the same place of its series. */
function seriesOf(task: Task): Command[] {
  if (!task.recurrence) return [{ type: 'EndSeries', task: task.id }];
  const { rule, except, from, skipMissed, zone: where, start, occurrence, number } = task.recurrence;
  return [
    {
      type: 'SetRecurrence',
      task: task.id,
      rule,
      from,
      skipMissed,
      start,
      occurrence,
      number,
      ...(except && { except }),
      ...(where && { zone: where }),
    },
  ];
}

type PartProps = { rule: Rule; day: string; set: (patch: Partial<Rule>) => void };

/** Which days of the month: by their numbers, or the nth of a weekday. */
function DaysOfMonth({ rule, day, set }: PartProps) {
  const { t } = useTranslation();
  const own = parseISO(day).getDate();
  const chosen = rule.monthDays.length ? rule.monthDays : [own];
  return (
    <>
      <div className="inline">
        <Select
          label={t('rule.which')}
          value={String(rule.nth)}
          options={[{ value: '0', label: t('rule.byDays') }, ...nths.map((nth) => ({ value: String(nth), label: t(`rule.nth.${nth}`) }))]}
          onChange={(chosen) => {
            const nth = Number(chosen);
            set(nth ? { nth, monthDays: [], days: [rule.days[0] ?? weekdayOf(day)] } : { nth, days: [] });
          }}
        />
        {rule.nth !== 0 && (
          <Select
            label={t('rule.weekday')}
            value={rule.days[0] ?? 'MO'}
            onChange={(chosen) => set({ days: [chosen] })}
            options={weekdays.map((each) => ({ value: each, label: dayName(each) }))}
          />
        )}
      </div>
      {rule.nth === 0 && (
        <fieldset className="weekdays month-days">
          <legend>{t('rule.monthDays')}</legend>
          {monthDays.map((each) => (
            <label key={each} className="chip">
              <input
                type="checkbox"
                checked={chosen.includes(each)}
                onChange={() => {
                  const days = toggle(chosen, each).sort((a, b) => (a < 0 ? 99 : a) - (b < 0 ? 99 : b));
                  set({ monthDays: days.length === 1 && days[0] === own ? [] : days });
                }}
              />
              {each === -1 ? t('rule.lastDay') : each}
            </label>
          ))}
        </fieldset>
      )}
      {rule.nth === 0 && chosen.some((each) => each > 28) && (
        <Select
          label={t('rule.skipLabel')}
          value={rule.skip ? 'back' : 'omit'}
          onChange={(chosen) => set({ skip: chosen === 'back' })}
          options={[
            { value: 'back', label: t('rule.skipBack') },
            { value: 'omit', label: t('rule.skipOmit') },
          ]}
        />
      )}
    </>
  );
}

function End({ rule, day, set }: PartProps) {
  const { t } = useTranslation();
  const kind = rule.until ? 'until' : rule.count ? 'count' : 'never';
  return (
    <div className="inline">
      <Select
        label={t('rule.ends')}
        value={kind}
        options={(['never', 'until', 'count'] as const).map((each) => ({ value: each, label: t(`rule.ends.${each}`) }))}
        onChange={(chosen) => set({ until: chosen === 'until' ? day : '', count: chosen === 'count' ? 10 : 0 })}
      />
      {kind === 'until' && (
        <DayField
          label={t('rule.untilLabel')}
          required
          value={rule.until}
          onChange={(until) => set({ until: until > day ? until : day })}
        />
      )}
      {kind === 'count' && (
        <Field
          label={t('rule.countLabel')}
          type="number"
          min={1}
          max={1000}
          value={rule.count}
          onChange={(event) => set({ count: Math.max(1, Number(event.target.value)) })}
        />
      )}
    </div>
  );
}

function Words({ rule, day, set }: PartProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="inline">
        <Field
          label={t('rule.every')}
          type="number"
          min={1}
          max={999}
          value={rule.interval}
          onChange={(event) => set({ interval: Math.max(1, Number(event.target.value)) })}
        />
        <Select
          label={t('rule.unit')}
          value={rule.frequency}
          options={(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const).map((each) => ({
            value: each,
            label: t(`rule.units.${each}`, { count: rule.interval }),
          }))}
          onChange={(frequency) =>
            set({
              ...noRule,
              frequency,
              interval: rule.interval,
              until: rule.until,
              count: rule.count,
              days: frequency === 'WEEKLY' ? [weekdayOf(day)] : [],
            })
          }
        />
        {rule.frequency === 'YEARLY' && (
          <Select
            label={t('rule.month')}
            value={String(rule.month)}
            options={[
              { value: '0', label: t('rule.sameMonth') },
              ...Array.from({ length: 12 }, (_, month) => ({ value: String(month + 1), label: monthName(month + 1) })),
            ]}
            onChange={(chosen) => {
              const month = Number(chosen);
              set({
                month,
                ...(month
                  ? { monthDays: rule.monthDays.length ? rule.monthDays : [parseISO(day).getDate()] }
                  : { nth: 0, days: [], monthDays: [] }),
              });
            }}
          />
        )}
      </div>
      {rule.frequency === 'WEEKLY' && (
        <fieldset className="weekdays">
          <legend>{t('rule.days')}</legend>
          {inWeek().map((each) => (
            <label key={each} className="chip">
              <input type="checkbox" checked={rule.days.includes(each)} onChange={() => set({ days: toggle(rule.days, each) })} />
              {dayName(each)}
            </label>
          ))}
        </fieldset>
      )}
      {(rule.frequency === 'MONTHLY' || rule.month > 0) && <DaysOfMonth rule={rule} day={day} set={set} />}
      <End rule={rule} day={day} set={set} />
    </>
  );
}

function Editor({ workspace, task, due, onClose }: { workspace: string; task: Task; due: Due; onClose: () => void }) {
  const { t } = useTranslation();
  const day = dayOf(due);
  const fresh: Rule = { ...noRule, days: [weekdayOf(day)] };
  const present = task.recurrence;
  const [rule, setRule] = useState(present ? parseRule(present.rule) : fresh);
  const [raw, setRaw] = useState(present?.rule ?? ''); // where there are no words for it: as it is
  const [from, setFrom] = useState<'due' | 'completion'>(present?.from ?? 'due');
  const text = rule ? writeRule(rule, parseISO(day).getDate()) : raw;
  const dates = useRuleDates(due, text, from);
  const more = { ...(present?.except && { except: present.except }), ...(present?.skipMissed && { skipMissed: true }) };

  const save = async () => {
    onClose();
    await act({
      workspace,
      label: t('did.repeat', { what: `“${task.title}”` }),
      commands: [{ type: 'SetRecurrence', task: task.id, rule: text, from, zone: present?.zone || zone, ...more }],
      undo: seriesOf(task),
    });
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {rule ? (
        <Words rule={rule} day={day} set={(patch) => setRule({ ...rule, ...patch })} />
      ) : (
        <>
          <p className="field-hint">
            {t('rule.unknown')}{' '}
            <button type="button" className="link" onClick={() => setRule(fresh)}>
              {t('rule.replace')}
            </button>
            .
          </p>
          <Field label={t('rule.text')} value={raw} maxLength={500} onChange={(event) => setRaw(event.target.value)} />
        </>
      )}
      <Select
        label={t('rule.from')}
        value={from}
        onChange={setFrom}
        options={[
          { value: 'due', label: t('rule.fromDue') },
          { value: 'completion', label: t('rule.fromCompletion') },
        ]}
      />
      <p className="said" aria-live="polite">
        {sayRule(text)}
      </p>
      {dates.error && (
        <p className="field-error" role="alert">
          {sayRuleFault(dates.error)}
        </p>
      )}
      {!dates.error && dates.data && (
        <p className="field-hint">
          {dates.data.items.length ? t('rule.next', { dates: dates.data.items.map(sayDue).join(' · ') }) : t('rule.last')}
        </p>
      )}
      <div className="actions">
        {present && (
          <Button
            look="ghost"
            onClick={() => {
              onClose();
              void act({
                workspace,
                label: t('did.endSeries', { what: `“${task.title}”` }),
                commands: [{ type: 'EndSeries', task: task.id }],
                undo: seriesOf(task),
              });
            }}
          >
            {t('rule.end')}
          </Button>
        )}
        <span className="spacer" />
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button look="primary" type="submit" disabled={!!dates.error}>
          {t('save')}
        </Button>
      </div>
    </form>
  );
}

export function RecurrenceEditor({ workspace, task, readOnly }: { workspace: string; task: Task; readOnly: boolean }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data } = useOccurrences(workspace, task.id, task.recurrence !== null);
  const missed = task.due !== null && dayOf(task.due) < today();
  const skip = () =>
    act({
      workspace,
      label: t('did.skip', { what: `“${task.title}”` }),
      commands: [{ type: 'SkipOccurrence', task: task.id, to: missed ? 'today' : 'next' }],
      read: { id: task.id, version: task.version, due: task.due },
      undo: [{ type: 'ChangeTaskDetails', task: task.id, due: task.due, start: task.start }, ...seriesOf(task)],
    });
  return (
    <div className="recurrence">
      <button
        type="button"
        className="chip"
        disabled={readOnly || !task.due}
        onClick={() => setOpen(true)}
        title={task.due ? undefined : t('rule.needsDue')}
      >
        <Repeat2 size={16} aria-hidden /> {task.recurrence ? sayRule(task.recurrence.rule) : t('rule.set')}
      </button>
      {task.recurrence && task.status === 'open' && !readOnly && (
        <button type="button" className="chip" onClick={() => void skip()}>
          {t(missed ? 'rule.skipToToday' : 'rule.skip')}
        </button>
      )}
      {task.recurrence && data && (
        <p className="field-hint">{data.items.length ? t('rule.next', { dates: data.items.map(sayDue).join(' · ') }) : t('rule.last')}</p>
      )}
      {open && task.due && (
        <Sheet onClose={() => setOpen(false)} title={t('rule.title')}>
          <Editor workspace={workspace} task={task} due={task.due} onClose={() => setOpen(false)} />
        </Sheet>
      )}
    </div>
  );
}
