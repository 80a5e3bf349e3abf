/** The parts of a task, and a line to add one. */
import { useTranslation } from 'react-i18next';
import { addTasks, complete, reopen } from '../../lib/actions';
import type { Task } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { overlay, useOverlayVersion } from '../../lib/overlay';
import { useSubtasks } from '../../lib/queries';

export function Subtasks({
  workspace,
  task,
  readOnly,
  onOpen,
}: {
  workspace: string;
  task: Task;
  readOnly: boolean;
  onOpen: (id: string) => void;
}) {
  const { t } = useTranslation();
  const { data } = useSubtasks(workspace, task.id);
  useOverlayVersion();
  const [draft, setDraft, forgetDraft] = useDraft(`subtask:${task.id}`);
  const text = draft?.text ?? '';
  const parts = overlay(data?.pages.flatMap((page) => page.items) ?? [], workspace, (each) => each.parent === task.id && !each.deleted);
  return (
    <section aria-label={t('task.subtasks')}>
      <h3>
        {t('task.subtasks')}{' '}
        {parts.length > 0 && (
          <span className="count">
            {parts.filter((each) => each.status === 'completed').length}/{parts.length}
          </span>
        )}
      </h3>
      <ul className="subtasks">
        {parts.map((part) => (
          <li key={part.id} className={part.status !== 'open' ? 'row-ended' : ''}>
            <button
              type="button"
              role="checkbox"
              aria-checked={part.status === 'completed'}
              disabled={readOnly}
              className="check"
              aria-label={t(part.status === 'open' ? 'task.complete' : 'task.reopen', { title: part.title })}
              onClick={() => void (part.status === 'open' ? complete(workspace, [part]) : reopen(workspace, [part]))}
            />
            <button type="button" className="row-title" dir="auto" onClick={() => onOpen(part.id)}>
              {part.title}
            </button>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) addTasks(workspace, [{ title: text.trim(), list: task.list }], task.id);
            forgetDraft();
          }}
        >
          <input
            dir="auto"
            aria-label={t('task.addSubtask')}
            placeholder={t('task.addSubtask')}
            value={text}
            maxLength={500}
            onChange={(event) => setDraft(event.target.value)}
          />
        </form>
      )}
    </section>
  );
}
