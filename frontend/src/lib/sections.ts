/** A view in parts with headings: what is overdue, what is due today, the days that come, the days on which things were done. */
import { parseISO } from 'date-fns';
import type { Task } from './api';
import { dayOf, say, sayDay, today } from './dates';
import { i18n } from './i18n';

export type Section = { id: string; title: string; tasks: Task[] };

/** What has a time of day comes by it, after what is due on the day as such. */
function byTime(tasks: Task[]): Task[] {
  const timed = (task: Task) => task.due !== null && 'at' in task.due;
  return [...tasks.filter((task) => !timed(task)), ...tasks.filter(timed)];
}

/** In the order of the tasks. */
function groups(tasks: Task[], keyOf: (task: Task) => string): [string, Task[]][] {
  const found = new Map<string, Task[]>();
  for (const task of tasks) {
    const key = keyOf(task);
    const some = found.get(key);
    if (some) some.push(task);
    else found.set(key, [task]);
  }
  return [...found];
}

function sayWholeDay(day: string): string {
  const date = say(parseISO(day), { weekday: 'long', day: 'numeric', month: 'long', ...(day.slice(0, 4) !== today().slice(0, 4) && { year: 'numeric' }) });
  const said = sayDay(day);
  return [i18n.t('date.today'), i18n.t('date.tomorrow'), i18n.t('date.yesterday')].includes(said) ? `${said[0]?.toUpperCase()}${said.slice(1)} · ${date}` : date;
}

export function overdueFirst(tasks: Task[]): Section[] {
  const now = today();
  const isLate = (task: Task) => task.due !== null && dayOf(task.due) < now;
  const late = tasks.filter(isLate);
  const due = tasks.filter((task) => !isLate(task));
  return [{ id: 'overdue', title: i18n.t('section.overdue'), tasks: late }, { id: 'today', title: sayWholeDay(now), tasks: byTime(due) }].filter((section) => section.tasks.length > 0);
}

export function byDueDay(tasks: Task[]): Section[] {
  return groups(tasks, (task) => (task.due ? dayOf(task.due) : '')).sort(([a], [b]) => (a < b ? -1 : 1)).map(([day, some]) => ({ id: day, title: sayWholeDay(day), tasks: byTime(some) }));
}

export function byEndDay(tasks: Task[]): Section[] {
  return groups(tasks, (task) => (task.endedAt ? dayOf({ at: task.endedAt, zone: '' }) : '')).map(([day, some]) => ({ id: day, title: day ? sayWholeDay(day) : '', tasks: some }));
}

export function openFirst(tasks: Task[]): Section[] {
  const open = tasks.filter((task) => task.status === 'open');
  const ended = tasks.filter((task) => task.status !== 'open');
  return [{ id: 'open', title: i18n.t('section.open'), tasks: open }, { id: 'ended', title: i18n.t('section.ended'), tasks: ended }].filter((section) => section.tasks.length > 0);
}
