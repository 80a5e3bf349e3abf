/** What was deleted, and what was put away: all of it can be brought back. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Empty, Waiting } from '../../ui/ui';
import { archiveList, restore, restoreList } from '../../lib/actions';
import { sendNow } from '../../lib/commands';
import { sayInstant } from '../../lib/dates';
import { overlay } from '../../lib/overlay';
import { useCanEdit, usePlace, useWorkspace } from '../../lib/place';
import { useDeletedLists, useTasks } from '../../lib/queries';
import { useShownLists } from '../../lib/shown';
import { outbox } from '../../lib/outbox';
import { useTitle } from '../../lib/title';

export default function TrashPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const place = usePlace();
  const canEdit = useCanEdit();
  const shown = useShownLists(workspace);
  useTitle(t('trash'));
  const { data: lists } = useDeletedLists(workspace);
  const { data, error, refetch, hasNextPage, fetchNextPage } = useTasks(workspace, { deleted: true, sort: 'updated', order: 'desc' });
  const restored = new Set(
    outbox.over().flatMap((entry) => entry.commands.flatMap((command) => (command.type === 'RestoreList' ? [command.list] : []))),
  );
  const gone = (lists?.items ?? []).filter((list) => !restored.has(list.id));
  const archived = shown.filter((list) => list.archived);
  const tasks = overlay(data?.pages.flatMap((page) => page.items) ?? [], workspace, (task) => task.deleted);
  if (!data)
    return (
      <main className="main page" id="main" tabIndex={-1}>
        <h1>{t('trash')}</h1>
        <Waiting error={error} onRetry={() => void refetch()} />
      </main>
    );
  const empty = gone.length + tasks.length + archived.length === 0;
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header">
        <h1>{t('trash')}</h1>
        <span className="spacer" />
        {canEdit && gone.length + tasks.length > 0 && (
          <Confirm
            look="danger"
            label={t('trash.empty')}
            title={t('trash.empty')}
            text={t('trash.emptyText')}
            action={t('trash.empty')}
            onConfirm={() => void sendNow(workspace, [{ type: 'EmptyTrash' }], t('trash.emptied'))}
          />
        )}
      </header>
      <p>{t('trash.text')}</p>
      {empty && <Empty title={t('trash.none')} />}
      {gone.length > 0 && (
        <section className="section">
          <h2>{t('trash.lists')}</h2>
          <ul className="lines">
            {gone.map((list) => (
              <li key={list.id}>
                <strong dir="auto">{list.name}</strong>{' '}
                <span className="subtitle">
                  {t('trash.with', { count: list.counts.open + list.counts.completed + list.counts.cancelled })} ·{' '}
                  <time dateTime={list.updatedAt}>{sayInstant(list.updatedAt)}</time>
                </span>
                <span className="spacer" />
                {canEdit && <Button onClick={() => void restoreList(workspace, list)}>{t('restore')}</Button>}
              </li>
            ))}
          </ul>
        </section>
      )}
      {tasks.length > 0 && (
        <section className="section">
          <h2>{t('trash.tasks')}</h2>
          <ul className="lines">
            {tasks.map((task) => (
              <li key={task.id}>
                <span dir="auto">{task.title}</span>{' '}
                <time className="subtitle" dateTime={task.updatedAt}>
                  {sayInstant(task.updatedAt)}
                </time>
                <span className="spacer" />
                {canEdit && <Button onClick={() => void restore(workspace, [task])}>{t('restore')}</Button>}
              </li>
            ))}
          </ul>
          {hasNextPage && <Button onClick={() => void fetchNextPage()}>{t('showMore')}</Button>}
        </section>
      )}
      {archived.length > 0 && (
        <section className="section">
          <h2>{t('archived')}</h2>
          <ul className="lines">
            {archived.map((list) => (
              <li key={list.id}>
                <Link to="/lists/$list" params={{ list: list.id }} search={{ workspace: place.workspace }} dir="auto">
                  {list.name}
                </Link>
                <span className="spacer" />
                {canEdit && <Button onClick={() => void archiveList(workspace, list, false)}>{t('list.unarchive')}</Button>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}
