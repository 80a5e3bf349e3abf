/** One task with all that belongs to it, beside the list. */
import { CloudOff, Trash2, X } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { edit, remove } from '../../lib/actions';
import type { ListWithCounts } from '../../lib/api';
import { peopleIn } from '../history/entries';
import { addTexts } from '../../lib/i18n';
import { outbox } from '../../lib/outbox';
import { changed, type Details, made, useOverlayVersion, waits } from '../../lib/overlay';
import { useCanEdit, usePerson } from '../../lib/place';
import { useHistory, useMembers, useNames, useTask } from '../../lib/queries';
import type { Read } from '../../lib/store';
import * as texts from './texts';
import { Confirm, IconButton, Waiting } from '../../ui/ui';
import { Timeline } from '../history/Timeline';
import { Comments } from './Comments';
import { Conflict } from './Conflict';
import { Fields } from './Fields';
import { PanelBar } from './PanelBar';
import { Reminders } from './Reminders';
import { Subtasks } from './Subtasks';
import { Tags } from './Tags';
import { Notes, Title } from './Written';

addTexts(texts);

type PanelProps = { workspace: string; id: string; lists: ListWithCounts[]; onClose: () => void; onOpen: (id: string) => void };

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
  return (
    <aside
      className="panel"
      aria-label={t('task.one')}
      ref={panel}
      tabIndex={-1}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <PanelBar workspace={workspace} task={task} readOnly={readOnly} close={close} onClose={onClose} />
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
        <Fields workspace={workspace} task={task} lists={lists} people={people} names={names} readOnly={readOnly} />
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
