/** What the words of a new task's title say: "Call Mia tomorrow #phone !high @Home". */
import { nextDay, parseISO } from 'date-fns';
import type { Due, Priority } from '../../lib/api';
import { inDays, isoDay, today } from '../../lib/dates';

export type Understood = { title: string; tags: string[]; priority?: Priority; list?: string; due?: Due };

const priorities: Record<string, Priority> = { low: 'low', medium: 'medium', high: 'high', urgent: 'urgent', niedrig: 'low', mittel: 'medium', hoch: 'high', dringend: 'urgent' };
const days: Record<string, number> = { today: 0, heute: 0, tomorrow: 1, morgen: 1, übermorgen: 2 };
const weekdays = [['sunday', 'sonntag'], ['monday', 'montag'], ['tuesday', 'dienstag'], ['wednesday', 'mittwoch'], ['thursday', 'donnerstag'], ['friday', 'freitag'], ['saturday', 'samstag']];

/** Only the last words can be a date: "Read about today" stays a title if more follows. */
function dateOf(word: string): string | null {
  const away = days[word];
  if (away !== undefined) return inDays(away);
  const weekday = weekdays.findIndex((names) => names.includes(word));
  if (weekday >= 0) return isoDay(nextDay(parseISO(today()), weekday as 0));
  return /^\d{4}-\d{2}-\d{2}$/.test(word) && !Number.isNaN(Date.parse(word)) ? word : null;
}

export function understand(text: string): Understood {
  const out: Understood = { title: '', tags: [] };
  const rest: string[] = [];
  for (const word of text.trim().split(/\s+/)) {
    const more = word.slice(1);
    const priority = word.startsWith('!') ? priorities[more.toLowerCase()] : undefined;
    if (word.startsWith('#') && more) out.tags.push(more);
    else if (priority) out.priority = priority;
    else if (word.startsWith('@') && more) out.list = more.replaceAll('_', ' ');
    else if (word) rest.push(word);
  }
  const day = rest.length > 1 ? dateOf(rest.at(-1)?.toLowerCase() ?? '') : null;
  if (day) {
    out.due = { date: day };
    rest.pop();
  }
  out.title = rest.join(' ');
  return out;
}
