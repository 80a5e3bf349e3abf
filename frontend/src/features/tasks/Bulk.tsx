/** What can be done to all tasks that are selected. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { listOptions, priorityOptions } from '../../ui/options';
import { Menu } from '../../ui/popup';
import { Button, IconButton } from '../../ui/ui';
import { cancel, complete, moveTo, prioritize, remove, schedule } from '../../lib/actions';
import type { ListWithCounts, Task } from '../../lib/api';
import { today } from '../../lib/dates';

type Props = {
  workspace: string;
  count: number;
  lists: ListWithCounts[];
  run: (action: (tasks: Task[]) => unknown) => void;
  onNone: () => void;
};

export default function Bulk({ workspace, count, lists, run, onNone }: Props) {
  const { t } = useTranslation();
  const places = listOptions(lists.filter((each) => !each.archived)).map(({ value, label }) => ({
    label,
    onSelect: () => run((tasks) => moveTo(workspace, tasks, value || null, label)),
  }));
  const priorities = priorityOptions()
    .reverse()
    .map(({ value, label }) => ({ label, onSelect: () => run((tasks) => prioritize(workspace, tasks, value)) }));
  return (
    <div className="bulk" role="toolbar" aria-label={t('bulk.title')}>
      <strong>{t('bulk.count', { count })}</strong>
      <Button onClick={() => run((tasks) => complete(workspace, tasks))}>{t('complete')}</Button>
      <Button onClick={() => run((tasks) => schedule(workspace, tasks, { date: today() }))}>{t('date.today')}</Button>
      <Menu trigger={<Button>{t('bulk.move')}</Button>} items={places} />
      <Menu trigger={<Button>{t('task.priority')}</Button>} items={priorities} />
      <Button onClick={() => run((tasks) => cancel(workspace, tasks))}>{t('cancelTask')}</Button>
      <Button look="danger" onClick={() => run((tasks) => remove(workspace, tasks))}>
        {t('delete')}
      </Button>
      <span className="spacer" />
      <IconButton label={t('bulk.none')} onClick={onNone}>
        <X size={16} />
      </IconButton>
    </div>
  );
}
