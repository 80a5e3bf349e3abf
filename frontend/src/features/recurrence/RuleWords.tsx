/** A rule, put together from words: how often, on which days, until when. */
import { parseISO } from 'date-fns';
import { useTranslation } from 'react-i18next';
import { weekStart } from '../../lib/dates';
import { dayName, monthName } from './words';
import { noRule, type Rule, type Weekday, weekdays } from './rules';
import { DayField } from '../../ui/DateField';
import { Select } from '../../ui/Select';
import { Field } from '../../ui/ui';

const nths = [1, 2, 3, 4, -1];
const monthDays = [...Array.from({ length: 31 }, (_, day) => day + 1), -1];

export function weekdayOf(day: string): Weekday {
  return weekdays[(parseISO(day).getDay() + 6) % 7] ?? 'MO';
}
/** The days of the person's week. */
function inWeek() {
  return weekdays.map((_, index) => weekdays[(index + weekStart + 6) % 7]!);
}
function toggle<Value>(values: Value[], value: Value) {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
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

export function RuleWords({ rule, day, set }: PartProps) {
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
