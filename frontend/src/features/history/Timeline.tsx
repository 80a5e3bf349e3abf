/** Who did what to what, when, with each field before and after, and the way back. */
import { Undo2 } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/actions';
import type { Entry } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { wayBack } from './entries';
import { useDeletedLists, useLists } from '../../lib/queries';
import { Button } from '../../ui/ui';
import { ListLink, TaskLink } from './links';
import { type Names, sayField, Value } from './values';

// What a number would say to nobody, and what another line says already.
const untold = ['rank', 'author', 'task'];

/** Of all lists that there ever were. */
export function useListNames(workspace: string): Map<string, string> {
  const { data } = useLists(workspace);
  const { data: gone } = useDeletedLists(workspace);
  return useMemo(() => new Map([...(gone?.items ?? []), ...(data?.items ?? [])].map((list) => [list.id, list.name])), [data, gone]);
}

function Sentence({ entry, names }: { entry: Entry; names: Names }) {
  const { t, i18n } = useTranslation();
  const who = entry.origin === 'worker' ? t('by.worker') : (names.people.get(entry.actor) ?? t('someone'));
  const what = entry.task ? (
    <TaskLink id={entry.task} name={entry.name ?? t('history.a')} />
  ) : entry.list ? (
    <ListLink id={entry.list} name={entry.name ?? t('history.a')} />
  ) : entry.filter ? (
    <b dir="auto">{entry.name}</b>
  ) : null;
  const key = `said.${entry.type}`;
  // The words around the two, which are things and no words.
  const parts = (i18n.exists(key) ? t(key, { who: '\u0001', what: '\u0002' }) : `\u0001: ${entry.type} \u0002`).split(/(\u0001|\u0002)/);
  return (
    <span>
      {parts.map((part, i) =>
        part === '\u0001' ? (
          <strong key={i} dir="auto">
            {who}
          </strong>
        ) : part === '\u0002' ? (
          <span key={i}>{what}</span>
        ) : (
          part
        ),
      )}
    </span>
  );
}

/** Whether something was there before: of a list, none is the inbox. */
function hadBefore(entry: Entry, field: string, before: unknown) {
  if (Array.isArray(before) && before.length === 0) return false;
  return (before !== null && before !== undefined) || (field === 'list' && entry.type !== 'TaskCreated');
}

type LineProps = { entry: Entry; names: Names; workspace: string; canEdit: boolean; children?: ReactNode };

function EntryLine({ entry, names, workspace, canEdit, children }: LineProps) {
  const { t } = useTranslation();
  const back = canEdit ? wayBack(entry) : null;
  const changes = entry.changes
    .filter((change) => !untold.includes(change.field))
    .map((change) => (entry.list && change.field === 'parent' ? { ...change, field: 'within' } : change));
  const putBack = () =>
    back &&
    void act({
      workspace,
      label: t('history.did', { what: entry.name ?? '' }),
      done: t('history.did', { what: entry.name ?? '' }),
      ...back,
    });
  return (
    <li className="entry">
      <div className="entry-head">
        <Sentence entry={entry} names={names} />
        <span className="spacer" />
        {back && (
          <Button look="ghost" className="entry-back" onClick={putBack}>
            <Undo2 size={14} aria-hidden /> {t('history.putBack')}
          </Button>
        )}
      </div>
      <div className="entry-by">
        <time dateTime={entry.at}>{sayInstant(entry.at)}</time>
        {entry.origin === 'import' && ` · ${t('by.import')}`}
      </div>
      {changes.length > 0 && (
        <dl className="changes">
          {changes.map(({ field, before, after }) => (
            <div key={field}>
              <dt>{sayField(field, names)}</dt>
              <dd>
                {hadBefore(entry, field, before) && (
                  <>
                    <del>
                      <Value field={field} value={before} names={names} />
                    </del>{' '}
                    <span aria-hidden>→</span>{' '}
                  </>
                )}
                <ins>
                  <Value field={field} value={after} names={names} />
                </ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </li>
  );
}

type Props = { entries: Entry[]; people: Map<string, string>; workspace: string; canEdit: boolean; more?: (entry: Entry) => ReactNode };

export function Timeline({ entries, people, workspace, canEdit, more }: Props) {
  const lists = useListNames(workspace);
  const names = { people, lists };
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <EntryLine key={`${entry.commit}.${entry.number}`} entry={entry} names={names} workspace={workspace} canEdit={canEdit}>
          {more?.(entry)}
        </EntryLine>
      ))}
    </ol>
  );
}
