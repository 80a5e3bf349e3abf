/** A view in parts with headings: what is overdue, what is due today, the days that come, the days on which things were done. */
import { parseISO } from 'date-fns';
import type { Task } from './api';
import { dayOf, say, sayDay, today } from './dates';
import { i18n } from './i18n';

export type Section = { id: string; title: string; tasks: Task[] };

/** Those that it is true of, and the others. */
function parted(tasks: Task[], of: (task: Task) => boolean): [Task[], Task[]] {
  return [tasks.filter(of), tasks.filter((task) => !of(task))];
}
function filled(sections: Section[]): Section[] {
  return sections.filter((section) => section.tasks.length > 0);
}

/** What has a time of day comes by it, after what is due on the day as such. */
function byTime(tasks: Task[]): Task[] {
  const [timed, others] = parted(tasks, (task) => task.due !== null && 'at' in task.due);
  return [...others, ...timed];
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
  const date = say(parseISO(day), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(day.slice(0, 4) !== today().slice(0, 4) && { year: 'numeric' }),
  });
  const said = sayDay(day);
  return [i18n.t('date.today'), i18n.t('date.tomorrow'), i18n.t('date.yesterday')].includes(said)
    ? `${said[0]?.toUpperCase()}${said.slice(1)} · ${date}`
    : date;
}

export function overdueFirst(tasks: Task[]): Section[] {
  const now = today();
  const [late, due] = parted(tasks, (task) => task.due !== null && dayOf(task.due) < now);
  return filled([
    { id: 'overdue', title: i18n.t('section.overdue'), tasks: late },
    { id: 'today', title: sayWholeDay(now), tasks: byTime(due) },
  ]);
}

export function byDueDay(tasks: Task[]): Section[] {
  return groups(tasks, (task) => (task.due ? dayOf(task.due) : ''))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([day, some]) => ({ id: day, title: sayWholeDay(day), tasks: byTime(some) }));
}

export function byEndDay(tasks: Task[]): Section[] {
  return groups(tasks, (task) => (task.endedAt ? dayOf({ at: task.endedAt, zone: '' }) : '')).map(([day, some]) => ({
    id: day,
    title: day ? sayWholeDay(day) : '',
    tasks: some,
  }));
}

/** By the parts of a list, those that have no tasks too; what is in none of them comes first. */
export function byList(tasks: Task[], parts: { id: string; name: string }[]): Section[] {
  const [inside, others] = parted(tasks, (task) => parts.some((each) => each.id === task.list));
  return [
    ...filled([{ id: '', title: i18n.t('section.none'), tasks: others }]),
    ...parts.map(({ id, name }) => ({ id, title: name, tasks: inside.filter((task) => task.list === id) })),
  ];
}

export function openFirst(tasks: Task[]): Section[] {
  const [open, ended] = parted(tasks, (task) => task.status === 'open');
  return filled([
    { id: 'open', title: i18n.t('section.open'), tasks: open },
    { id: 'ended', title: i18n.t('section.ended'), tasks: ended },
  ]);
}
