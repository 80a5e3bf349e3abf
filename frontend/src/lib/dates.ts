/** Days as the API has them, and as people say them. What day it is, is told by the clock of the person's own zone. */
import { addDays, differenceInCalendarDays, formatISO, nextDay, parseISO } from 'date-fns';
import { useSyncExternalStore } from 'react';
import type { Due } from './api';
import { i18n } from './i18n';
import { makeListeners } from './listeners';

type Day = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
/** The name that the browser itself gives a zone; none for one that it does not know. */
export function knownZone(name: string): string | null {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

const days = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;
/** By the profile; until that is read as it was last time. Who has told of no zone is where the browser is. */
const last = localStorage.getItem('tasklog-zone');
export let zone = last && knownZone(last) ? last : browserZone;
export let weekStart = Number(localStorage.getItem('tasklog-week') ?? 1) as Day;

export const weekStartName = () => days[weekStart];

/** Made once for a zone: every row of a list asks it. */
function clockIn(timeZone: string) {
  return new Intl.DateTimeFormat('sv', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
}
let clock = clockIn(zone);

let changes = 0;
const listeners = makeListeners();
/** How often it has become another. */
export function useClockChanges(): number {
  return useSyncExternalStore(listeners.subscribe, () => changes);
}

/** True if anything is another now. */
export function followProfile(profile: { timeZone: string; weekStart: string }): boolean {
  const before = `${zone} ${weekStart}`;
  zone = profile.timeZone !== 'Etc/UTC' && knownZone(profile.timeZone) ? profile.timeZone : browserZone;
  weekStart = Math.max(
    0,
    days.findIndex((day) => day === profile.weekStart),
  ) as Day;
  localStorage.setItem('tasklog-zone', zone);
  localStorage.setItem('tasklog-week', String(weekStart));
  if (before === `${zone} ${weekStart}`) return false;
  clock = clockIn(zone);
  ++changes;
  listeners.tell();
  return true;
}

/** What the clock of the zone shows: 2026-12-01T09:30:00. */
function clockOf(at: Date): string {
  return clock.format(at).replace(' ', 'T');
}
/** How far that is ahead of UTC, in milliseconds. */
function offsetAt(ms: number) {
  return Date.parse(clockOf(new Date(ms)) + 'Z') - Math.floor(ms / 1000) * 1000;
}
/**
 * The moment of what the clock shows. What a change of clocks leaves out counts with the offset before it; what
 * comes twice is the first.
 */
function momentOf(clock: string): Date {
  const utc = Date.parse(clock + 'Z');
  const [before, after] = [offsetAt(utc - 86_400_000), offsetAt(utc + 86_400_000)] as const;
  const usual = utc - before;
  return new Date(offsetAt(usual) !== before && offsetAt(utc - after) === after ? utc - after : usual);
}

/** A date in the page's language. */
export function say(date: Date, options: Intl.DateTimeFormatOptions) {
  return new Intl.DateTimeFormat(i18n.language === 'en' ? 'en-GB' : i18n.language, options).format(date);
}
/** The time of day of a moment, as inputs want it. */
export function timeOf(at: string) {
  return clockOf(parseISO(at)).slice(11, 16);
}
export function isoDay(date: Date) {
  return formatISO(date, { representation: 'date' });
}
export function today() {
  return clockOf(new Date()).slice(0, 10);
}
export function inDays(count: number) {
  return isoDay(addDays(parseISO(today()), count));
}
/** The first day of the next one. */
export function nextWeek() {
  return isoDay(nextDay(parseISO(today()), weekStart));
}
/** The day on which it is due here. */
export function dayOf(due: Due): string {
  return 'date' in due ? due.date : clockOf(parseISO(due.at)).slice(0, 10);
}
export function isOverdue(due: Due) {
  return 'date' in due ? due.date < today() : parseISO(due.at).getTime() < Date.now();
}

/** "today", "tomorrow", "Friday", or a date; with the time of day, if it has one. */
export function sayDue(due: Due): string {
  return sayDay(dayOf(due)) + ('date' in due ? '' : ` ${timeOf(due.at)}`);
}
export function sayDay(day: string): string {
  const date = parseISO(day);
  const away = differenceInCalendarDays(date, parseISO(today()));
  if (away === 0) return i18n.t('date.today');
  if (away === 1) return i18n.t('date.tomorrow');
  if (away === -1) return i18n.t('date.yesterday');
  if (away > 1 && away < 7) return say(date, { weekday: 'long' });
  return say(date, { day: 'numeric', month: 'short', ...(day.slice(0, 4) !== today().slice(0, 4) && { year: 'numeric' }) });
}
export function sayInstant(at: string) {
  return say(parseISO(at), { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: zone });
}
/** The due date of a day and a time of day such as "09:30", which may be left out. */
export function makeDue(day: string, time: string): Due | null {
  if (!day) return null;
  if (!/^\d\d:\d\d$/.test(time)) return { date: day };
  return { at: momentOf(`${day}T${time}:00`).toISOString(), zone };
}
