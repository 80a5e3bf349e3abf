/** Recurrence rules that the app can make. The server knows all of RFC 5545. */

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** What the editor can say. `nth`: of the weekday within the month, -1 the last; 0: by the days of the month. `skip`: in a month
    that has no such day it is the last one (RFC 7529). */
export type Rule = {
  frequency: Frequency;
  interval: number;
  days: Weekday[];
  nth: number;
  monthDays: number[];
  month: number;
  until: string;
  count: number;
  skip: boolean;
  weekStart: string;
};

export const noRule: Rule = {
  frequency: 'WEEKLY',
  interval: 1,
  days: [],
  nth: 0,
  monthDays: [],
  month: 0,
  until: '',
  count: 0,
  skip: true,
  weekStart: '',
};

const parts = (text: string) =>
  text
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')
    .filter((part) => part && part !== 'INTERVAL=1');
const inOrder = (text: string) =>
  parts(text)
    .map((part) => part.replace(/=(.*)/, (_, values: string) => '=' + values.split(',').sort().join(',')))
    .sort()
    .join(';');

/** Null for a rule that could not be written again as it is. */
export function parseRule(text: string): Rule | null {
  const of = new Map(parts(text).map((part) => part.split('=') as [string, string]));
  const until = /^(\d{4})(\d\d)(\d\d)$/.exec(of.get('UNTIL') ?? '');
  const days = [...(of.get('BYDAY') ?? '').matchAll(/(-?\d+)?([A-Z]{2})/g)];
  const rule: Rule = {
    frequency: of.get('FREQ') as Frequency,
    interval: Number(of.get('INTERVAL') ?? 1),
    days: days.map((each) => each[2] as Weekday),
    nth: Number(days[0]?.[1] ?? 0),
    monthDays: of.get('BYMONTHDAY')?.split(',').map(Number) ?? [],
    month: Number(of.get('BYMONTH') ?? 0),
    until: until ? until.slice(1).join('-') : '',
    count: Number(of.get('COUNT') ?? 0),
    skip: of.get('SKIP') === 'BACKWARD',
    weekStart: of.get('WKST') ?? '',
  };
  return inOrder(writeRule(rule)) === inOrder(text) ? rule : null;
}

/**
 * `own`: the day of the month on which the series begins. SKIP is written where a month can be too short only:
 * not every program knows it.
 */
export function writeRule(rule: Rule, own = 31): string {
  const { frequency, days, nth } = rule;
  const monthly = frequency === 'MONTHLY' || (frequency === 'YEARLY' && rule.month > 0);
  const out = [`FREQ=${frequency}`];
  if (rule.interval > 1) out.push(`INTERVAL=${rule.interval}`);
  if (frequency === 'YEARLY' && rule.month) out.push(`BYMONTH=${rule.month}`);
  if (frequency === 'WEEKLY' && days.length) out.push(`BYDAY=${weekdays.filter((day) => days.includes(day)).join(',')}`);
  if (monthly && nth && days[0]) out.push(`BYDAY=${nth}${days[0]}`);
  if (monthly && !nth && rule.monthDays.length) out.push(`BYMONTHDAY=${rule.monthDays.join(',')}`);
  if (rule.weekStart) out.push(`WKST=${rule.weekStart}`);
  if (rule.until) out.push(`UNTIL=${rule.until.replaceAll('-', '')}`);
  else if (rule.count) out.push(`COUNT=${rule.count}`);
  const tooLong =
    !nth && (frequency === 'MONTHLY' || frequency === 'YEARLY') && (rule.monthDays.length ? rule.monthDays : [own]).some((day) => day > 28);
  if (rule.skip && tooLong) out.push('RSCALE=GREGORIAN', 'SKIP=BACKWARD');
  return out.join(';');
}
