/** Days as the API has them, and as people say them. */
import { addDays, differenceInCalendarDays, formatISO, isValid, parseISO } from 'date-fns';
import type { Due } from './api';
import { i18n } from './i18n';

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A date in the page's language. */
export function say(date: Date, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, options).format(date);
}
/** The time of day, as inputs want it. */
export function timeOf(date: Date) {
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}
export function isoDay(date: Date) {
  return formatISO(date, { representation: 'date' });
}
export function today() {
  return isoDay(new Date());
}
export function inDays(days: number) {
  return isoDay(addDays(new Date(), days));
}
/** The day on which it is due here. */
export function dayOf(due: Due): string {
  return 'date' in due ? due.date : isoDay(parseISO(due.at));
}
export function isOverdue(due: Due) {
  return 'date' in due ? due.date < today() : parseISO(due.at).getTime() < Date.now();
}

/** "today", "tomorrow", "Friday", or a date; with the time of day, if it has one. */
export function sayDue(due: Due): string {
  const date = 'date' in due ? parseISO(due.date) : parseISO(due.at);
  const time = 'date' in due ? '' : ` ${timeOf(date)}`;
  return sayDay(isoDay(date)) + time;
}
export function sayDay(day: string): string {
  const date = parseISO(day);
  const away = differenceInCalendarDays(date, new Date());
  if (away === 0) return i18n.t('date.today');
  if (away === 1) return i18n.t('date.tomorrow');
  if (away === -1) return i18n.t('date.yesterday');
  if (away > 1 && away < 7) return say(date, { weekday: 'long' });
  return say(date, { day: 'numeric', month: 'short', ...(date.getFullYear() !== new Date().getFullYear() && { year: 'numeric' }) });
}
export function sayInstant(at: string) {
  return say(parseISO(at), { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
}
/** The due date of a day and a time of day such as "09:30", which may be left out. */
export function makeDue(day: string, time: string): Due | null {
  if (!day) return null;
  if (!time) return { date: day };
  const at = parseISO(`${day}T${time}`);
  return isValid(at) ? { at: at.toISOString(), zone } : { date: day };
}
