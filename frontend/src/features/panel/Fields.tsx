/** When a task is due, how it repeats, how important it is, how long it takes, where it belongs and to whom. */
import { useTranslation } from 'react-i18next';
import { act, edit, moveTo } from '../../lib/actions';
import type { ListWithCounts, Task } from '../../lib/api';
import { sayMinutes } from '../../lib/estimates';
import { pathOf } from '../../lib/listTree';
import { DateField } from '../../ui/DateField';
import { listOptions, priorityOptions } from '../../ui/options';
import { Select } from '../../ui/Select';
import { RecurrenceEditor } from '../recurrence/RecurrenceEditor';

const usualEstimates = [5, 15, 30, 45, 60, 90, 120, 180, 240, 360, 480];

type Props = {
  workspace: string;
  task: Task;
  lists: ListWithCounts[];
  people: string[];
  names: Map<string, string>;
  readOnly: boolean;
};

export function Fields({ workspace, task, lists, people, names, readOnly }: Props) {
  const { t } = useTranslation();
  const listName = (id: string) => {
    const list = lists.find((each) => each.id === id);
    return list ? pathOf(list, lists) : t('inbox');
  };
  return (
    <div className="panel-fields">
      <DateField label={t('task.due')} value={task.due} disabled={readOnly} onChange={(due) => void edit(workspace, task, { due })} />
      <RecurrenceEditor workspace={workspace} task={task} readOnly={readOnly} />
      <Select
        label={t('task.priority')}
        value={task.priority}
        disabled={readOnly}
        options={priorityOptions()}
        onChange={(priority) => void edit(workspace, task, { priority })}
      />
      <Select
        label={t('estimate')}
        value={String(task.estimate ?? '')}
        disabled={readOnly}
        options={[
          { value: '', label: t('estimate.none') },
          ...[...new Set([...usualEstimates, task.estimate ?? 15])]
            .sort((a, b) => a - b)
            .map((minutes) => ({ value: String(minutes), label: sayMinutes(minutes) })),
        ]}
        onChange={(minutes) => void edit(workspace, task, { estimate: minutes ? Number(minutes) : null })}
      />
      <Select
        label={t('task.list')}
        value={task.list ?? ''}
        disabled={readOnly}
        options={listOptions(lists)}
        onChange={(list) => void moveTo(workspace, [task], list || null, listName(list))}
      />
      {people.length > 1 && (
        <Select
          label={t('task.assignee')}
          value={task.assignee ?? ''}
          disabled={readOnly}
          options={[{ value: '', label: t('nobody') }, ...people.map((each) => ({ value: each, label: names.get(each) ?? t('someone') }))]}
          onChange={(assignee) =>
            void act({
              workspace,
              label: t('did.assign', { what: `“${task.title}”` }),
              commands: [{ type: 'AssignTask', task: task.id, assignee: assignee || null }],
              undo: [{ type: 'AssignTask', task: task.id, assignee: task.assignee }],
            })
          }
        />
      )}
    </div>
  );
}
