/** The values of the history as people say them: names for ids, words for what programs write. */
import { useTranslation } from 'react-i18next';
import type { Reminder } from '../../lib/api';
import { sayDay, sayDue, sayInstant } from '../../lib/dates';
import { i18n } from '../../lib/i18n';
import { sayRule } from '../recurrence/words';
import { TaskLink } from './links';

export type Names = { people: Map<string, string>; lists: Map<string, string> };

const instants = ['endedAt', 'createdAt', 'notificationsReadThrough'];

/** "Due", "Member Ada". */
export function sayField(field: string, names: Names): string {
  const [kind, id] = field.split(':');
  if (kind === 'member' && id) return `${i18n.t('history.member')} ${names.people.get(id) ?? i18n.t('someone')}`;
  if (kind === 'invitation') return i18n.t('history.invitation');
  for (const key of [`task.${field}`, `field.${field}`]) if (i18n.exists(key)) return i18n.t(key);
  return field;
}

export function sayValue(field: string, value: unknown, names: Names): string {
  if (field === 'within' && value) return names.lists.get(String(value)) ?? i18n.t('history.list');
  if (field === 'list') return value ? (names.lists.get(String(value)) ?? i18n.t('history.list')) : i18n.t('history.inbox');
  if (value === null || value === undefined || value === '') return '–';
  if (field === 'assignee' || field === 'author') return names.people.get(String(value)) ?? i18n.t('someone');
  if (field === 'priority' || field === 'status') return i18n.t(`${field}.${String(value)}`);
  if (field.startsWith('member:') || field.startsWith('invitation:')) return i18n.t(`role.${String(value)}`);
  if (field === 'start') return sayDay(String(value));
  if (field === 'reminders' && Array.isArray(value))
    return (value as Reminder[]).map(({ at }) => (at ? sayInstant(at) : i18n.t('reminder.noDate'))).join(' · ') || '–';
  if (field === 'tags' && Array.isArray(value)) return value.length ? value.map((tag) => `#${String(tag)}`).join(' ') : '–';
  if (instants.includes(field)) return sayInstant(String(value));
  if (typeof value === 'boolean') return i18n.t(value ? 'history.yes' : 'history.no');
  if (typeof value === 'object' && 'rule' in value) return sayRule(String(value.rule));
  if (typeof value === 'object' && ('date' in value || 'at' in value)) return sayDue(value as Parameters<typeof sayDue>[0]);
  return String(value);
}

export function Value({ field, value, names }: { field: string; value: unknown; names: Names }) {
  useTranslation();
  if (['parent', 'next', 'task'].includes(field) && typeof value === 'string' && value) return <TaskLink id={value} />;
  if (field === 'color' && value)
    return <i className="dot" style={{ background: String(value) }} title={String(value)} role="img" aria-label={String(value)} />;
  return <span dir="auto">{sayValue(field, value, names)}</span>;
}
