/** One task with all that belongs to it, beside the list. */
import { Ban, Check, CloudOff, Copy, MoreHorizontal, RotateCcw, Trash2, X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { act, addTasks, cancel, complete, edit, moveTo, remove, reopen } from '../../lib/actions';
import type { ListWithCounts, Task } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { peopleIn } from '../../lib/history';
import { addTexts, i18n } from '../../lib/i18n';
import { outbox } from '../../lib/outbox';
import { changed, type Details, made, overlay, useOverlayVersion, waits } from '../../lib/overlay';
import { useCanEdit, usePerson } from '../../lib/place';
import { useHistory, useMembers, useNames, useSubtasks, useTask } from '../../lib/queries';
import type { Read } from '../../lib/store';
import * as texts from '../../locales/panel';
import { Menu } from '../ui/popup';
import { listOptions, priorityOptions } from '../ui/options';
import { Select } from '../ui/Select';
import { Tag } from '../ui/Tag';
import { Button, Confirm, IconButton, Waiting } from '../ui/ui';
import { DateField } from '../ui/DateField';
import { Timeline } from '../History/Timeline';
import { Comments } from './Comments';
import { Conflict } from './Conflict';
import { RecurrenceEditor } from './RecurrenceEditor';
import { Reminders } from './Reminders';
import { Notes, Title } from './texts';

addTexts(texts);

const usualEstimates = [5, 15, 30, 45, 60, 90, 120, 180, 240, 360, 480];
function sayMinutes(minutes: number) {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [hours > 0 && i18n.t('estimate.hours', { hours }), rest > 0 && i18n.t('estimate.minutes', { minutes: rest })];
  return parts.filter(Boolean).join(' ');
}

type PanelProps = { workspace: string; id: string; lists: ListWithCounts[]; onClose: () => void; onOpen: (id: string) => void };

function Tags({ task, readOnly, onSave }: { task: Task; readOnly: boolean; onSave: (tags: string[]) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft, forgetDraft] = useDraft(`tag:${task.id}`);
  const text = draft?.text ?? '';
  return (
    <div className="tags">
      {task.tags.map((tag) => (
        <span key={tag} className="chip">
          <Tag tag={tag} />
          {!readOnly && (
            <button
              type="button"
              className="icon-button small"
              aria-label={t('tag.remove', { tag })}
              onClick={() => onSave(task.tags.filter((each) => each !== tag))}
            >
              <X size={12} />
            </button>
          )}
        </span>
      ))}
      {!readOnly && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const tag = text.trim().replace(/^#/, '');
            if (tag && !task.tags.includes(tag)) onSave([...task.tags, tag]);
            forgetDraft();
          }}
        >
          <input
            className="tag-input"
            dir="auto"
            aria-label={t('tag.add')}
            placeholder={t('tag.add')}
            value={text}
            maxLength={50}
            onChange={(event) => setDraft(event.target.value)}
          />
        </form>
      )}
    </div>
  );
}

function Subtasks({
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

export default function TaskPanel({ workspace, id, lists, onClose, onOpen }: PanelProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useTask(workspace, id);
  const { data: history } = useHistory(workspace, { task: id });
  const { data: members } = useMembers(workspace);
  const person = usePerson();
  const canEdit = useCanEdit();
  useOverlayVersion();
  const entries = history?.pages.flatMap((page) => page.items) ?? [];
  const people = members?.items.map((each) => each.person) ?? [];
  const names = useNames([...people, ...peopleIn(entries)]);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), [id]);
  const task = data ? changed(data) : made(id);
  const close = (
    <IconButton label={t('close')} keys="Esc" onClick={onClose}>
      <X size={18} />
    </IconButton>
  );

  if (!task)
    return (
      <aside className="panel" aria-label={t('task.one')} ref={panel} tabIndex={-1}>
        <header className="panel-bar">
          <span className="spacer" />
          {close}
        </header>
        {data ? <p className="empty">{t('task.gone')}</p> : <Waiting error={error} onRetry={() => void refetch()} />}
      </aside>
    );
  const readOnly = !canEdit || task.deleted;
  const save = (details: Details, read: Read) => void edit(workspace, task, details, read);
  const duplicate = () => {
    const copy = crypto.randomUUID();
    void act({
      workspace,
      label: t('did.duplicate', { what: `“${task.title}”` }),
      commands: [{ type: 'DuplicateTask', task: task.id, id: copy }],
      undo: [{ type: 'DeleteTask', task: copy }],
    });
  };
  const listName = (list: string) => lists.find((each) => each.id === list)?.name ?? t('inbox');
  return (
    <aside
      className="panel"
      aria-label={t('task.one')}
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header className="panel-bar">
        <Button
          look={task.status === 'open' ? 'primary' : 'plain'}
          disabled={readOnly}
          onClick={() => void (task.status === 'open' ? complete(workspace, [task]) : reopen(workspace, [task]))}
        >
          {task.status === 'open' ? <Check size={16} aria-hidden /> : <RotateCcw size={16} aria-hidden />}{' '}
          {t(task.status === 'open' ? 'complete' : 'reopen')}
        </Button>
        <span className="spacer" />
        {!readOnly && (
          <Menu
            trigger={
              <button type="button" className="icon-button" aria-label={t('more')}>
                <MoreHorizontal size={18} />
              </button>
            }
            items={[
              { label: t('duplicate'), icon: <Copy size={16} />, onSelect: duplicate },
              { label: t('cancelTask'), icon: <Ban size={16} />, onSelect: () => void cancel(workspace, [task]) },
              null,
              {
                label: t('delete'),
                icon: <Trash2 size={16} />,
                danger: true,
                onSelect: () => {
                  onClose();
                  void remove(workspace, [task]);
                },
              },
            ]}
          />
        )}
        {close}
      </header>
      <div className="panel-body" key={id}>
        {outbox.isAway() && waits(id) && (
          <p className="field-hint">
            <CloudOff size={14} aria-hidden /> {t('outbox.waits')}
          </p>
        )}
        {task.parent && (
          <button type="button" className="link" onClick={() => onOpen(task.parent ?? '')}>
            {t('task.parent')}
          </button>
        )}
        <Title key={task.id} task={task} readOnly={readOnly} onSave={(title, read) => save({ title }, read)} />
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
              options={[
                { value: '', label: t('nobody') },
                ...people.map((each) => ({ value: each, label: names.get(each) ?? t('someone') })),
              ]}
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
        <Tags task={task} readOnly={readOnly} onSave={(tags) => void edit(workspace, task, { tags })} />
        <Notes key={`notes ${task.id}`} task={task} readOnly={readOnly} onSave={(notes, read) => save({ notes }, read)} />
        <Subtasks workspace={workspace} task={task} readOnly={readOnly} onOpen={onOpen} />
        {(!readOnly || task.reminders.some((each) => each.person === person)) && (
          <Reminders workspace={workspace} task={task} person={person} readOnly={readOnly} />
        )}
        <Tabs.Root defaultValue="comments" className="panel-tabs">
          <Tabs.List aria-label={t('more')}>
            <Tabs.Trigger value="comments">{t('task.comments')}</Tabs.Trigger>
            <Tabs.Trigger value="history">{t('task.history')}</Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="comments">
            <Comments workspace={workspace} task={task} person={person} names={names} />
          </Tabs.Content>
          <Tabs.Content value="history">
            <Timeline entries={entries} people={names} workspace={workspace} canEdit={canEdit} />
          </Tabs.Content>
        </Tabs.Root>
        {!readOnly && (
          <div>
            <Confirm
              label={
                <>
                  <Trash2 size={16} aria-hidden /> {t('delete')}
                </>
              }
              title={t('deleteTask.title')}
              text={t('deleteTask.text')}
              action={t('delete')}
              onConfirm={() => {
                onClose();
                void remove(workspace, [task]);
              }}
            />
          </div>
        )}
      </div>
      <Conflict key={`conflict ${id}`} task={id} />
    </aside>
  );
}
