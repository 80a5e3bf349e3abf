/** What was understood of the words, before it is saved. */
import { CalendarDays, Flag, Hash, List, Repeat2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Due } from '../../../lib/api';
import { sayDue } from '../../../lib/dates';
import { sayRule } from '../../recurrence/words';
import type { Understood } from './understand';

export default function Said({ words, due }: { words: Understood; due: Due | null }) {
  const { t } = useTranslation();
  const when = words.due ?? due;
  return (
    <ul className="said-words" aria-label={t('form.understood')} aria-live="polite">
      {when && (
        <li>
          <CalendarDays size={13} aria-hidden /> {sayDue(when)}
        </li>
      )}
      {words.rule && (
        <li>
          <Repeat2 size={13} aria-hidden /> {sayRule(words.rule)}
        </li>
      )}
      {words.priority && (
        <li>
          <Flag size={13} aria-hidden /> {t(`priority.${words.priority}`)}
        </li>
      )}
      {words.list && (
        <li>
          <List size={13} aria-hidden /> {words.list}
        </li>
      )}
      {words.tags.map((tag) => (
        <li key={tag}>
          <Hash size={13} aria-hidden />
          {tag}
        </li>
      ))}
      {words.noList && (
        <li className="late">
          <TriangleAlert size={13} aria-hidden /> {t('form.noList', { list: words.noList })}
        </li>
      )}
    </ul>
  );
}
