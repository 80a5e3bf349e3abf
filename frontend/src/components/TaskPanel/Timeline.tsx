/** What happened, when, and by whom, with each field before and after. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '../../lib/api';
import { sayDue, sayInstant } from '../../lib/dates';
import { sayRule } from '../../lib/recurrence';

export function sayValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–';
  if (Array.isArray(value)) return value.length ? value.map(sayValue).join(', ') : '–';
  if (typeof value === 'object') {
    if ('rule' in value) return sayRule(String(value.rule));
    if ('date' in value || 'at' in value) return sayDue(value as Parameters<typeof sayDue>[0]);
    return JSON.stringify(value);
  }
  return String(value);
}

type LineProps = { entry: Entry; names: Map<string, string>; title?: string; children?: ReactNode };
export function EntryLine({ entry, names, title, children }: LineProps) {
  const { t, i18n } = useTranslation();
  const key = `event.${entry.type}`;
  return (
    <li className="entry">
      <div className="entry-head">
        <strong>{i18n.exists(key) ? t(key) : entry.type}</strong>
        {title && <span className="entry-title">{title}</span>}
      </div>
      <div className="entry-by">
        {entry.origin === 'worker' ? t('by.worker') : (names.get(entry.actor) ?? t('someone'))} · <time dateTime={entry.at}>{sayInstant(entry.at)}</time>
        {entry.origin === 'import' && ` · ${t('by.import')}`}
      </div>
      {entry.changes.length > 0 && (
        <dl className="changes">
          {entry.changes.filter((change) => change.field !== 'rank').map((change) => (
            <div key={change.field}>
              <dt>{i18n.exists(`task.${change.field}`) ? t(`task.${change.field}`) : change.field}</dt>
              <dd>
                {change.before !== null && change.before !== undefined && <del>{sayValue(change.before)}</del>} <ins>{sayValue(change.after)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </li>
  );
}

export function Timeline({ entries, names }: { entries: Entry[]; names: Map<string, string> }) {
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <EntryLine key={`${entry.commit}.${entry.number}`} entry={entry} names={names} />
      ))}
    </ol>
  );
}
