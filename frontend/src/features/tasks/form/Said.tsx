/** What was understood of the words, before it is saved. */
import { AlarmClock, CalendarDays, CalendarPlus, Flag, Hash, Hourglass, List, Repeat2, TriangleAlert, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Due, ListWithCounts } from '../../../lib/api';
import { sayDue } from '../../../lib/dates';
import { sayRule } from '../../recurrence/words';
import type { Understood } from './understood';

const icons = {
  due: CalendarDays,
  recurrence: Repeat2,
  start: CalendarPlus,
  reminder: AlarmClock,
  estimate: Hourglass,
  priority: Flag,
  tag: Hash,
  list: List,
  assignee: UserRound,
};
type Part = keyof typeof icons;
type Props = { text: string; words?: Understood; due: Due | null; lists: ListWithCounts[] };

export default function Said({ text, words, due, lists }: Props) {
  const { t } = useTranslation();
  const when = words?.due ?? due;
  const said: [Part, ReactNode][] = [];
  if (when) said.push(['due', sayDue(when)]);
  if (words?.recurrence) said.push(['recurrence', sayRule(words.recurrence.rule)]);
  if (words?.priority) said.push(['priority', t(`priority.${words.priority}`)]);
  if (words?.list) said.push(['list', lists.find((each) => each.id === words.list)?.name]);
  for (const tag of words?.tags ?? []) said.push(['tag', tag]);
  // The others as they were written; places are in characters, not in what a string is made of.
  for (const { part, from, to } of words?.ranges ?? [])
    if (part === 'start' || part === 'reminder' || part === 'estimate' || part === 'assignee')
      said.push([part, [...text].slice(from, to).join('')]);
  return (
    <ul className="said-words" aria-label={t('form.understood')} aria-live="polite">
      {said.map(([part, what], i) => {
        const Icon = icons[part];
        return (
          <li key={i}>
            <Icon size={13} aria-hidden /> {what}
          </li>
        );
      })}
      {words?.unknown.map((name) => (
        <li key={name} className="late">
          <TriangleAlert size={13} aria-hidden /> {t('form.unknown', { name })}
        </li>
      ))}
    </ul>
  );
}
