/** Recurrence rules in words. What has no words here is shown as the rule itself. */
import { parseISO } from 'date-fns';
import * as texts from './texts';
import { say } from '../../lib/dates';
import { addTexts, i18n } from '../../lib/i18n';
import { parseRule, type Weekday, weekdays } from './rules';

addTexts(texts);

export function dayName(day: Weekday) {
  return say(new Date(2024, 0, 1 + weekdays.indexOf(day)), { weekday: 'long' }); // 1 January 2024 was a Monday
}
export function monthName(month: number) {
  return say(new Date(2024, month - 1, 1), { month: 'long' });
}

/** "every 2 weeks on Monday and Friday", "every last Friday of the month". */
export function sayRule(text: string): string {
  const rule = parseRule(text);
  if (!rule) return text;
  const t = i18n.t.bind(i18n);
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  let said = t(`rule.${rule.frequency}`, { count: rule.interval });
  if (rule.frequency === 'WEEKLY' && rule.days.length)
    said += ' ' + t('rule.on', { days: list.format(weekdays.filter((day) => rule.days.includes(day)).map(dayName)) });
  if (rule.month) said += ' ' + t('rule.in', { month: monthName(rule.month) });
  if (rule.nth && rule.days[0]) said += ' ' + t('rule.onNth', { nth: t(`rule.nth.${rule.nth}`), day: dayName(rule.days[0]) });
  else if (rule.monthDays.length === 1 && rule.monthDays[0] === -1) said += ' ' + t('rule.onLastDay');
  else if (rule.monthDays.length) said += ' ' + t('rule.onDay', { day: list.format(rule.monthDays.map(String)) });
  if (rule.until) said += ', ' + t('rule.until', { day: say(parseISO(rule.until), { day: 'numeric', month: 'short', year: 'numeric' }) });
  else if (rule.count) said += ', ' + t('rule.times', { count: rule.count });
  return said;
}
