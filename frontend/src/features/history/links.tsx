/** Where a line of the history leads to. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePlace, useWorkspace } from '../../lib/place';
import { useTask } from '../../lib/queries';

/** `name`: what it is called, if that is known. */
export function TaskLink({ id, name }: { id: string; name?: string }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const place = usePlace();
  const { data } = useTask(workspace, name === undefined ? id : '');
  return (
    <Link to="/all" search={{ workspace: place.workspace, task: id }} className="entry-title" dir="auto">
      {name ?? data?.title ?? t('history.task')}
    </Link>
  );
}
export function ListLink({ id, name }: { id: string; name: string }) {
  const place = usePlace();
  return (
    <Link to="/lists/$list" params={{ list: id }} search={{ workspace: place.workspace }} className="entry-title" dir="auto">
      {name}
    </Link>
  );
}
