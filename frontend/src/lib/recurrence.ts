/** Recurrence rules in words. What has no words here is shown as the rule itself; the server knows all of RFC 5545. */
import { parseISO } from 'date-fns';
import { say } from './dates';
import { i18n } from './i18n';

export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;
export type Weekday = (typeof weekdays)[number];
export type Frequency = 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY';

/** What the editor can say. `nth`: of the weekday within the month, -1 the last; 0: by the day of the month. */
export type Rule = { frequency: Frequency; interval: number; days: Weekday[]; nth: number; monthDay: number; until: string; count: number };

export function parseRule(text: string): Rule | null {
  const parts = new Map(text.split(';').map((part) => part.split('=') as [string, string]));
  const known = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'UNTIL', 'COUNT', 'WKST']);
  if ([...parts.keys()].some((name) => !known.has(name))) return null;
  const frequency = parts.get('FREQ') as Frequency;
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency)) return null;
  const rule: Rule = { frequency, interval: Number(parts.get('INTERVAL') ?? 1), days: [], nth: 0, monthDay: 0, until: '', count: Number(parts.get('COUNT') ?? 0) };
  const until = parts.get('UNTIL');
  if (until) rule.until = `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`;
  const monthDay = parts.get('BYMONTHDAY');
  if (monthDay) {
    if (frequency !== 'MONTHLY' || !/^-?\d+$/.test(monthDay)) return null;
    rule.monthDay = Number(monthDay);
  }
  for (const each of parts.get('BYDAY')?.split(',') ?? []) {
    const [, nth, day] = /^(-?\d+)?([A-Z]{2})$/.exec(each) ?? [];
    if (!day || (nth && (frequency !== 'MONTHLY' || (rule.nth && rule.nth !== Number(nth))))) return null;
    rule.days.push(day as Weekday);
    if (nth) rule.nth = Number(nth);
  }
  const plain = frequency === 'WEEKLY' || (frequency === 'MONTHLY' && (rule.days.length === 0 || rule.nth !== 0)) || rule.days.length === 0;
  return plain ? rule : null;
}

export function writeRule(rule: Rule): string {
  const parts = [`FREQ=${rule.frequency}`];
  if (rule.interval > 1) parts.push(`INTERVAL=${rule.interval}`);
  if (rule.frequency === 'WEEKLY' && rule.days.length) parts.push(`BYDAY=${weekdays.filter((day) => rule.days.includes(day)).join(',')}`);
  if (rule.frequency === 'MONTHLY' && rule.nth && rule.days[0]) parts.push(`BYDAY=${rule.nth}${rule.days[0]}`);
  if (rule.frequency === 'MONTHLY' && !rule.nth && rule.monthDay) parts.push(`BYMONTHDAY=${rule.monthDay}`);
  if (rule.until) parts.push(`UNTIL=${rule.until.replaceAll('-', '')}`);
  else if (rule.count) parts.push(`COUNT=${rule.count}`);
  return parts.join(';');
}

export function dayName(day: Weekday) {
  return say(new Date(2024, 0, 1 + weekdays.indexOf(day)), { weekday: 'long' }); // 1 January 2024 was a Monday
}

/** "every 2 weeks on Monday and Friday", "every last Friday of the month". */
export function sayRule(text: string): string {
  const rule = parseRule(text);
  if (!rule) return text;
  const t = i18n.t.bind(i18n);
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  let said = t(`rule.${rule.frequency}`, { count: rule.interval });
  if (rule.frequency === 'WEEKLY' && rule.days.length) said += ' ' + t('rule.on', { days: list.format(weekdays.filter((day) => rule.days.includes(day)).map(dayName)) });
  if (rule.frequency === 'MONTHLY' && rule.nth && rule.days[0]) said += ' ' + t('rule.onNth', { nth: t(`rule.nth.${rule.nth}`), day: dayName(rule.days[0]) });
  if (rule.frequency === 'MONTHLY' && !rule.nth && rule.monthDay) said += ' ' + (rule.monthDay === -1 ? t('rule.onLastDay') : t('rule.onDay', { day: rule.monthDay }));
  if (rule.until) said += ' ' + t('rule.until', { day: say(parseISO(rule.until), { day: 'numeric', month: 'short', year: 'numeric' }) });
  else if (rule.count) said += ' ' + t('rule.times', { count: rule.count });
  return said;
}
