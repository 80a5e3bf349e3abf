/** "Every last Friday of the month", put together from words, with the dates that follow as the server has them. */
import { parseISO } from 'date-fns';
import { Repeat2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/actions';
import type { Command, Due, Task } from '../../lib/api';
import { dayOf, sayDue, today, zone } from '../../lib/dates';
import { i18n } from '../../lib/i18n';
import { sayRule } from './words';
import { noRule, parseRule, type Rule, writeRule } from './rules';
import { useOccurrences, useRuleDates } from '../../lib/queries';
import { Select } from '../../ui/Select';
import { Button, Field, Sheet } from '../../ui/ui';
import { RuleWords, weekdayOf } from './RuleWords';

/** The server's own words name what is wrong; in another language there is one text for all of it. */
function sayRuleFault(error: Error) {
  return i18n.language === 'en' ? error.message.replace(/^The parameter rule /, i18n.t('rule.this') + ' ') : i18n.t('rule.refused');
}

/** What makes a task repeat as it does now, at the same place in its series. */
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
        <RuleWords rule={rule} day={day} set={(patch) => setRule({ ...rule, ...patch })} />
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
