/** One task with all that belongs to it, beside the list. */
import { Ban, Check, Copy, MoreHorizontal, RotateCcw, Trash2, X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { act, addTask, cancel, complete, type Details, edit, moveTo, remove, reopen } from '../../lib/actions';
import type { ListWithCounts, Priority, Task } from '../../lib/api';
import { sayInstant, zone } from '../../lib/dates';
import { changed, overlay, usePendingVersion } from '../../lib/pending';
import { useCanEdit, usePerson, useRole } from '../../lib/place';
import { fetchTask, useComments, useHistory, useMembers, useNames, useSubtasks, useTask } from '../../lib/queries';
import { Button, Confirm, IconButton, Menu, Select, Sheet, Waiting } from '../ui/ui';
import { DateField } from '../ui/DateField';
import { RecurrenceEditor } from './RecurrenceEditor';
import { Timeline } from './Timeline';

const Markdown = lazy(() => import('../ui/Markdown'));

type PanelProps = { workspace: string; id: string; lists: ListWithCounts[]; onClose: () => void; onOpen: (id: string) => void };

/** What was typed here, while someone else changed the same task. */
type Conflict = { mine: Details; theirs: Task };

/** What is being typed, and the task as it was when that began: what changed since was changed by others. */
type Draft = { text: string; base: Task };

function Title({ task, readOnly, onSave }: { task: Task; readOnly: boolean; onSave: (title: string, base: Task) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft | null>(null);
  const save = () => {
    const title = draft?.text.trim();
    if (draft && title && title !== draft.base.title) onSave(title, draft.base);
    setDraft(null);
  };
  return (
    <textarea
      className="panel-title" rows={1} aria-label={t('task.title')} readOnly={readOnly} maxLength={500} value={draft?.text ?? task.title}
      onChange={(event) => setDraft({ text: event.target.value.replaceAll('\n', ' '), base: draft?.base ?? task })} onBlur={save}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur();
        if (event.key === 'Escape') {
          event.stopPropagation();
          setDraft(null);
        }
      }}
    />
  );
}

function Notes({ task, readOnly, onSave }: { task: Task; readOnly: boolean; onSave: (notes: string, base: Task) => void }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (draft) area.current?.focus();
  }, [draft !== null]); // eslint-disable-line react-hooks/exhaustive-deps -- when it begins only
  if (!draft)
    return (
      <div className="notes">
        {task.notes && (
          <Suspense fallback={<p>{task.notes}</p>}>
            <Markdown text={task.notes} />
          </Suspense>
        )}
        {!readOnly && <Button look="ghost" onClick={() => setDraft({ text: task.notes, base: task })}>{t(task.notes ? 'notes.edit' : 'notes.add')}</Button>}
      </div>
    );
  const save = () => {
    if (draft.text !== draft.base.notes) onSave(draft.text, draft.base);
    setDraft(null);
  };
  return (
    <div className="notes">
      <textarea ref={area} aria-label={t('task.notes')} value={draft.text} rows={6} maxLength={20000} onChange={(event) => setDraft({ ...draft, text: event.target.value })} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save(); if (event.key === 'Escape') { event.stopPropagation(); setDraft(null); } }} />
      <div className="actions">
        <span className="field-hint">{t('notes.markdown')}</span>
        <span className="spacer" />
        <Button onClick={() => setDraft(null)}>{t('cancel')}</Button>
        <Button look="primary" onClick={save}>{t('save')}</Button>
      </div>
    </div>
  );
}

function Tags({ task, readOnly, onSave }: { task: Task; readOnly: boolean; onSave: (tags: string[]) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  return (
    <div className="tags">
      {task.tags.map((tag) => (
        <span key={tag} className="chip">
          #{tag}
          {!readOnly && (
            <button type="button" className="icon-button small" aria-label={t('tag.remove', { tag })} onClick={() => onSave(task.tags.filter((each) => each !== tag))}>
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
            setText('');
          }}
        >
          <input className="tag-input" aria-label={t('tag.add')} placeholder={t('tag.add')} value={text} maxLength={50} onChange={(event) => setText(event.target.value)} />
        </form>
      )}
    </div>
  );
}

function Subtasks({ workspace, task, readOnly, onOpen }: { workspace: string; task: Task; readOnly: boolean; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const { data } = useSubtasks(workspace, task.id);
  usePendingVersion();
  const [text, setText] = useState('');
  const parts = overlay(data?.pages.flatMap((page) => page.items) ?? [], workspace, (each) => each.parent === task.id && !each.deleted);
  return (
    <section aria-label={t('task.subtasks')}>
      <h3>{t('task.subtasks')} {parts.length > 0 && <span className="count">{parts.filter((each) => each.status === 'completed').length}/{parts.length}</span>}</h3>
      <ul className="subtasks">
        {parts.map((part) => (
          <li key={part.id} className={part.status !== 'open' ? 'row-ended' : ''}>
            <button type="button" role="checkbox" aria-checked={part.status === 'completed'} disabled={readOnly} className="check" aria-label={t(part.status === 'open' ? 'task.complete' : 'task.reopen', { title: part.title })} onClick={() => void (part.status === 'open' ? complete(workspace, [part]) : reopen(workspace, [part]))} />
            <button type="button" className="row-title" onClick={() => onOpen(part.id)}>{part.title}</button>
          </li>
        ))}
      </ul>
      {!readOnly && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) void addTask(workspace, { title: text.trim(), list: task.list, parent: task.id }).done;
            setText('');
          }}
        >
          <input aria-label={t('task.addSubtask')} placeholder={t('task.addSubtask')} value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
        </form>
      )}
    </section>
  );
}

function Reminders({ workspace, task, person }: { workspace: string; task: Task; person: string }) {
  const { t } = useTranslation();
  const mine = task.reminders.filter((each) => each.person === person);
  const add = (choice: string) => {
    const atNine = (days: number) => ({ relative: { to: 'due' as const, days, time: '09:00', zone } });
    const fields = choice === 'hour' ? { at: new Date(Date.now() + 3_600_000).toISOString() } : choice === 'day' ? atNine(0) : choice === 'before' ? atNine(-1) : { relative: { to: 'due' as const, minutes: -30, zone } };
    void act({ workspace, commands: [{ type: 'SetReminder', task: task.id, id: crypto.randomUUID(), ...fields }] });
  };
  return (
    <section aria-label={t('task.reminders')}>
      <h3>{t('task.reminders')}</h3>
      <ul className="reminders">
        {mine.map((each) => (
          <li key={each.id} className={each.done ? 'row-ended' : ''}>
            <span>{each.at ? sayInstant(each.at) : t('reminder.noDate')}</span>
            <IconButton label={t('reminder.remove')} className="small" onClick={() => void act({ workspace, commands: [{ type: 'RemoveReminder', task: task.id, reminder: each.id }] })}><X size={14} /></IconButton>
          </li>
        ))}
      </ul>
      <Select label={t('reminder.add')} hideLabel value="" onChange={(event) => event.target.value && add(event.target.value)}>
        <option value="">{t('reminder.add')}</option>
        <option value="hour">{t('reminder.hour')}</option>
        {task.due && <option value="day">{t('reminder.day')}</option>}
        {task.due && <option value="before">{t('reminder.before')}</option>}
        {task.due && 'at' in task.due && <option value="minutes">{t('reminder.minutes')}</option>}
      </Select>
    </section>
  );
}

function Comments({ workspace, task, person, names }: { workspace: string; task: Task; person: string; names: Map<string, string> }) {
  const { t } = useTranslation();
  const role = useRole();
  const { data, error } = useComments(workspace, task.id);
  const [text, setText] = useState('');
  const say = () => {
    if (!text.trim()) return;
    void act({ workspace, commands: [{ type: 'AddComment', task: task.id, id: crypto.randomUUID(), text: text.trim() }] });
    setText('');
  };
  if (!data) return <Waiting error={error} />;
  return (
    <div className="comments">
      <ol>
        {data.items.map((each) => (
          <li key={each.id} className="comment">
            <div className="entry-by">
              <strong>{names.get(each.author) ?? t('someone')}</strong> · <time dateTime={each.createdAt}>{sayInstant(each.createdAt)}</time>
              {each.author === person && <IconButton label={t('comment.remove')} className="small" onClick={() => void act({ workspace, commands: [{ type: 'DeleteComment', comment: each.id }] })}><X size={12} /></IconButton>}
            </div>
            <p className="comment-text">{each.text}</p>
          </li>
        ))}
      </ol>
      {role !== 'viewer' && (
        <form onSubmit={(event) => { event.preventDefault(); say(); }}>
          <textarea aria-label={t('comment.add')} placeholder={t('comment.add')} rows={2} maxLength={10000} value={text} onChange={(event) => setText(event.target.value)} onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) say(); }} />
          <Button look="primary" type="submit" disabled={!text.trim()}>{t('comment.send')}</Button>
        </form>
      )}
    </div>
  );
}

function ConflictSheet({ conflict, workspace, onClose }: { conflict: Conflict; workspace: string; onClose: () => void }) {
  const { t } = useTranslation();
  const fields = Object.keys(conflict.mine) as (keyof Details)[];
  return (
    <Sheet onClose={onClose} title={t('conflict.title')}>
      <p>{t('conflict.text')}</p>
      {fields.map((field) => (
        <dl key={field} className="conflict">
          <dt>{t('conflict.theirs')}</dt>
          <dd>{String(conflict.theirs[field] ?? '–')}</dd>
          <dt>{t('conflict.mine')}</dt>
          <dd>{String(conflict.mine[field] ?? '–')}</dd>
        </dl>
      ))}
      <div className="actions">
        <Button onClick={onClose}>{t('conflict.keepTheirs')}</Button>
        <Button look="primary" onClick={() => { onClose(); void edit(workspace, conflict.theirs, conflict.mine); }}>{t('conflict.keepMine')}</Button>
      </div>
    </Sheet>
  );
}

export default function TaskPanel({ workspace, id, lists, onClose, onOpen }: PanelProps) {
  const { t } = useTranslation();
  const { data, error, refetch } = useTask(workspace, id);
  const { data: history } = useHistory(workspace, { task: id });
  const { data: members } = useMembers(workspace);
  const person = usePerson();
  const canEdit = useCanEdit();
  usePendingVersion();
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const entries = history?.pages.flatMap((page) => page.items) ?? [];
  const people = members?.items.map((each) => each.person) ?? [];
  const names = useNames([...people, ...entries.map((each) => each.actor)]);
  const panel = useRef<HTMLElement>(null);
  useEffect(() => panel.current?.focus(), [id]);
  const task = data && changed(data);
  const close = <IconButton label={t('close')} keys="Esc" onClick={onClose}><X size={18} /></IconButton>;

  if (!task)
    return (
      <aside className="panel" aria-label={t('task.one')} ref={panel} tabIndex={-1}>
        <header className="panel-bar"><span className="spacer" />{close}</header>
        {data && !task ? <p className="empty">{t('task.gone')}</p> : <Waiting error={error} onRetry={() => void refetch()} />}
      </aside>
    );
  const readOnly = !canEdit || task.deleted;
  // A task that has changed meanwhile is no conflict if what is edited has not: one's own quick changes, say.
  const save = (details: Details, base: Task): void => void edit(workspace, base, details, () => void fetchTask(workspace, base.id).then((theirs) => {
    const fields = Object.keys(details) as (keyof Details)[];
    const touched = fields.some((field) => theirs[field] !== base[field] && theirs[field] !== details[field]);
    if (touched) setConflict({ mine: details, theirs });
    else save(details, theirs);
  }));
  const listName = (list: string) => lists.find((each) => each.id === list)?.name ?? t('inbox');
  return (
    <aside className="panel" aria-label={t('task.one')} ref={panel} tabIndex={-1} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header className="panel-bar">
        <Button look={task.status === 'open' ? 'primary' : 'plain'} disabled={readOnly} onClick={() => void (task.status === 'open' ? complete(workspace, [task]) : reopen(workspace, [task]))}>
          {task.status === 'open' ? <Check size={16} aria-hidden /> : <RotateCcw size={16} aria-hidden />} {t(task.status === 'open' ? 'complete' : 'reopen')}
        </Button>
        <span className="spacer" />
        {!readOnly && (
          <Menu
            trigger={<button type="button" className="icon-button" aria-label={t('more')}><MoreHorizontal size={18} /></button>}
            items={[
              { label: t('duplicate'), icon: <Copy size={16} />, onSelect: () => void act({ workspace, commands: [{ type: 'DuplicateTask', task: task.id }] }) },
              { label: t('cancelTask'), icon: <Ban size={16} />, onSelect: () => void cancel(workspace, [task]) },
              null,
              { label: t('delete'), icon: <Trash2 size={16} />, danger: true, onSelect: () => { onClose(); void remove(workspace, [task]); } },
            ]}
          />
        )}
        {close}
      </header>
      <div className="panel-body">
        {task.parent && <button type="button" className="link" onClick={() => onOpen(task.parent ?? '')}>{t('task.parent')}</button>}
        <Title key={task.id} task={task} readOnly={readOnly} onSave={(title, base) => save({ title }, base)} />
        <div className="panel-fields">
          <DateField label={t('task.due')} value={task.due} disabled={readOnly} onChange={(due) => void edit(workspace, task, { due })} />
          <RecurrenceEditor workspace={workspace} task={task} readOnly={readOnly} />
          <Select label={t('task.priority')} value={task.priority} disabled={readOnly} onChange={(event) => void edit(workspace, task, { priority: event.target.value as Priority })}>
            {(['none', 'low', 'medium', 'high', 'urgent'] as const).map((each) => <option key={each} value={each}>{t(`priority.${each}`)}</option>)}
          </Select>
          <Select label={t('task.list')} value={task.list ?? ''} disabled={readOnly} onChange={(event) => void moveTo(workspace, [task], event.target.value || null, listName(event.target.value))}>
            <option value="">{t('inbox')}</option>
            {lists.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
          </Select>
          {people.length > 1 && (
            <Select label={t('task.assignee')} value={task.assignee ?? ''} disabled={readOnly} onChange={(event) => void act({ workspace, commands: [{ type: 'AssignTask', task: task.id, assignee: event.target.value || null }], changes: [{ workspace, task: task.id, apply: (now) => ({ ...now, assignee: event.target.value || null }) }] })}>
              <option value="">{t('nobody')}</option>
              {people.map((each) => <option key={each} value={each}>{names.get(each) ?? t('someone')}</option>)}
            </Select>
          )}
        </div>
        <Tags task={task} readOnly={readOnly} onSave={(tags) => void edit(workspace, task, { tags })} />
        <Notes key={`notes ${task.id}`} task={task} readOnly={readOnly} onSave={(notes, base) => save({ notes }, base)} />
        <Subtasks workspace={workspace} task={task} readOnly={readOnly} onOpen={onOpen} />
        <Reminders workspace={workspace} task={task} person={person} />
        <Tabs.Root defaultValue="comments" className="panel-tabs">
          <Tabs.List aria-label={t('more')}>
            <Tabs.Trigger value="comments">{t('task.comments')}</Tabs.Trigger>
            <Tabs.Trigger value="history">{t('task.history')}</Tabs.Trigger>
          </Tabs.List>
          <Tabs.Content value="comments"><Comments workspace={workspace} task={task} person={person} names={names} /></Tabs.Content>
          <Tabs.Content value="history"><Timeline entries={entries} names={names} /></Tabs.Content>
        </Tabs.Root>
        {!readOnly && (
          <div><Confirm label={<><Trash2 size={16} aria-hidden /> {t('delete')}</>} title={t('deleteTask.title')} text={t('deleteTask.text')} action={t('delete')} onConfirm={() => { onClose(); void remove(workspace, [task]); }} /></div>
        )}
      </div>
      {conflict && <ConflictSheet conflict={conflict} workspace={workspace} onClose={() => setConflict(null)} />}
    </aside>
  );
}
