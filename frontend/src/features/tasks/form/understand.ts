/**
 * What the words of a new task say: "Call Mia tomorrow 5pm #phone !high @Home", "Water the plants every friday".
 * When it is due is said at the end only:
 * "Read about today" stays a title if more follows. A word that is not understood stays in the title.
 */
import { nextDay, parseISO } from 'date-fns';
import type { Due, Priority } from '../../../lib/api';
import { inDays, isoDay, makeDue, today, weekStart } from '../../../lib/dates';
import { type Frequency, noRule, type Weekday, weekdays, writeRule } from '../../recurrence/rules';

export type Understood = { title: string; tags: string[]; priority?: Priority; list?: string; noList?: string; due?: Due; rule?: string };

const priorities: Record<string, Priority> = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  urgent: 'urgent',
  niedrig: 'low',
  mittel: 'medium',
  hoch: 'high',
  dringend: 'urgent',
};
const near: Record<string, number> = { today: 0, tonight: 0, heute: 0, tomorrow: 1, morgen: 1, übermorgen: 2 };
const dayNames = [
  'monday montag',
  'tuesday dienstag',
  'wednesday mittwoch',
  'thursday donnerstag',
  'friday freitag',
  'saturday samstag sonnabend',
  'sunday sonntag',
].map((names) => names.split(' '));
const months = [
  'jan january januar',
  'feb february februar',
  'mar march märz',
  'apr april',
  'may mai',
  'jun june juni',
  'jul july juli',
  'aug august',
  'sep sept september',
  'oct okt october oktober',
  'nov november',
  'dec dez december dezember',
].map((names) => names.split(' '));
const units: [Frequency, RegExp, number][] = [
  ['DAILY', /^(days?|tage?n?)$/, 1],
  ['WEEKLY', /^(weeks?|wochen?)$/, 7],
  ['MONTHLY', /^(months?|monate?n?)$/, 0],
  ['YEARLY', /^(years?|jahre?n?)$/, 0],
];

type When = { day?: string; time?: string; rule?: { frequency: Frequency; interval: number; days: Weekday[] } };

const weekdayOf = (word: string) => dayNames.findIndex((names) => names.includes(word));
const isDate = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).getUTCMonth() === month && day > 0;
const two = (value: number) => String(value).padStart(2, '0');

/** The next such weekday, today included if `from` is 0. */
function onWeekday(at: number, from = 1): string {
  const days = [1, 2, 3, 4, 5, 6, 0] as const;
  return isoDay(nextDay(parseISO(inDays(from - 1)), days[at] ?? 1));
}
/** Without a year the next one that has it. */
function onDate(day: number, month: number, year?: number): string | undefined {
  const now = Number(today().slice(0, 4));
  for (const each of year ? [year] : [now, now + 1, now + 2, now + 3, now + 4]) {
    const text = `${each}-${two(month + 1)}-${two(day)}`;
    if (isDate(each, month, day) && (year || text >= today())) return text;
  }
}

/** Each reads all of the words it is given, or nothing. */
const readers: ((words: string[]) => When | undefined)[] = [
  ([word = '', ...more]) => {
    if (more.length) return;
    if (near[word] !== undefined) return { day: inDays(near[word]) };
    if (weekdayOf(word) >= 0) return { day: onWeekday(weekdayOf(word)) };
    const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(word);
    if (iso) return isDate(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3])) ? { day: word } : undefined;
    const german = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?$/.exec(word);
    const day = german && onDate(Number(german[1]), Number(german[2]) - 1, Number(german[3]) || undefined);
    return day ? { day } : undefined;
  },
  ([next = '', word = '', ...more]) => {
    if (more.length || !/^(next|nächsten?|nächster)$/.test(next)) return;
    if (/^(week|woche)$/.test(word)) return { day: isoDay(nextDay(parseISO(today()), weekStart)) };
    return weekdayOf(word) >= 0 ? { day: onWeekday(weekdayOf(word)) } : undefined;
  },
  ([word = '', count = '', unit = '', ...more]) => {
    const of = units.find(([, names, days]) => days && names.test(unit));
    return word === 'in' && !more.length && /^\d{1,3}$/.test(count) && of ? { day: inDays(Number(count) * of[2]) } : undefined;
  },
  (words) => {
    if (words.length < 2 || words.length > 3) return;
    const month = months.findIndex((names) => words.some((word) => names.includes(word.replace(/\.$/, ''))));
    const numbers = words.filter((word) => /^\d/.test(word)).map((word) => Number(word.replace(/(st|nd|rd|th|\.|,)$/, '')));
    const [day, year] = numbers;
    if (
      month < 0 ||
      numbers.length !== words.length - 1 ||
      !day ||
      Number.isNaN(day) ||
      (year !== undefined && !(year > 1999 && year < 2200))
    )
      return;
    const found = onDate(day, month, year);
    return found ? { day: found } : undefined;
  },
  (words) => {
    const [, hour, minute = '00', half] = /^(\d{1,2})(?::(\d\d))? ?(am|pm|uhr)?$/.exec(words.join(' ')) ?? [];
    if (!hour || (!words.join('').includes(':') && !half)) return;
    const hours = half === 'pm' ? (Number(hour) % 12) + 12 : half === 'am' ? Number(hour) % 12 : Number(hour);
    return hours < 24 && Number(minute) < 60 ? { time: `${two(hours)}:${minute}` } : undefined;
  },
  ([every = '', ...words]) => {
    if (/^(daily|täglich)$/.test(every) && !words.length) return { rule: { frequency: 'DAILY', interval: 1, days: [] } };
    if (!/^(every|each|jede[nrs]?|alle)$/.test(every) || words.length < 1 || words.length > 2) return;
    const [count, unit = ''] = words.length === 2 ? words : ['1', words[0]];
    const interval = count === 'other' ? 2 : /^[1-9]\d?$/.test(count ?? '') ? Number(count) : 0;
    const frequency = units.find(([, names]) => names.test(unit))?.[0];
    if (!interval) return;
    if (frequency) return { rule: { frequency, interval, days: [] } };
    if (/^(weekday|werktag)$/.test(unit) && interval === 1) return { rule: { frequency: 'WEEKLY', interval, days: weekdays.slice(0, 5) } };
    const day = weekdays[weekdayOf(unit)];
    return day && { rule: { frequency: 'WEEKLY', interval, days: [day] } };
  },
];
const joints = /^(at|on|by|due|um|am|bis|an)$/;
const most_words = 3; // of one part of it

/** What the last words say, and how many they are; a title must be left. */
function whenOf(words: string[]): { when: When; left: number } {
  const when: When = {};
  let left = words.length;
  for (let found = true; found;) {
    found = false;
    for (let count = Math.min(most_words, left - 1); count > 0 && !found; --count) {
      const part = words.slice(left - count, left).map((word) => word.toLowerCase());
      for (const reader of readers) {
        const read = reader(part);
        // Each part once: "Monday meeting friday" is about a Monday.
        if (!read || Object.keys(read).some((name) => when[name as keyof When] !== undefined)) continue;
        Object.assign(when, read);
        left -= count;
        while (left > 1 && joints.test(words[left - 1]?.toLowerCase() ?? '')) --left;
        found = true;
        break;
      }
    }
  }
  return { when, left };
}

export function understand(text: string, lists: string[]): Understood {
  const out: Understood = { title: '', tags: [] };
  const rest: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const more = word.slice(1);
    const priority = word.startsWith('!') ? priorities[more.toLowerCase()] : undefined;
    const list =
      word.startsWith('@') && more ? lists.find((name) => name.toLowerCase() === more.replaceAll('_', ' ').toLowerCase()) : undefined;
    if (word.startsWith('#') && more) out.tags.push(more);
    else if (priority) out.priority = priority;
    else if (list) out.list = list;
    else if (word) rest.push(word);
    if (word.startsWith('@') && more && !list) out.noList = more;
  }
  // A list that there is not stays where it was written, and hides no date before it.
  let end = rest.length;
  while (end > 1 && rest[end - 1]?.startsWith('@')) --end;
  const { when, left } = whenOf(rest.slice(0, end));
  out.title = [...rest.slice(0, left), ...rest.slice(end)].join(' ');
  if (when.rule) {
    const first = when.rule.days.map((day) => onWeekday(weekdays.indexOf(day), 0)).sort()[0];
    when.day ??= first ?? today();
    out.rule = writeRule({ ...noRule, ...when.rule }, parseISO(when.day).getDate());
  }
  if (when.day || when.time) out.due = makeDue(when.day ?? today(), when.time ?? '') ?? undefined;
  return out;
}
