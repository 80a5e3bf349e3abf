import { Bell, CalendarDays, CloudOff, FileText, GripVertical, Repeat2 } from 'lucide-react';
import { type ComponentProps, memo, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListWithCounts, Match, Task } from '../../../lib/api';
import { isOverdue, sayDue } from '../../../lib/dates';
import { Found } from '../../../ui/Found';
import { Tag } from '../../../ui/Tag';
import { useSwipe } from './useSwipe';

export type RowProps = {
  task: Task;
  match?: Match; // what was searched for
  list?: ListWithCounts;
  assignee?: string;
  active: boolean;
  selected: boolean;
  readOnly: boolean;
  waiting?: boolean;
  onOpen: () => void;
  onToggle: () => void;
  onSelect: (range: boolean) => void;
  onSwipe?: (to: 'right' | 'left') => void;
  handle?: ComponentProps<'button'>;
};

export const TaskRow = memo(function TaskRow({
  task,
  match,
  list,
  assignee,
  active,
  selected,
  readOnly,
  waiting,
  onOpen,
  onToggle,
  onSelect,
  onSwipe,
  handle,
}: RowProps) {
  const { t } = useTranslation();
  const ended = task.status !== 'open';
  const { shift, counts, handlers } = useSwipe(onSwipe);
  const late = !ended && task.due !== null && isOverdue(task.due);
  const more: ReactNode[] = [];
  if (waiting) more.push(<CloudOff key="waiting" size={13} aria-label={t('outbox.waits')} role="img" />);
  if (task.due)
    more.push(
      <span key="due" className={late ? 'late' : ''}>
        <CalendarDays size={13} aria-hidden /> {sayDue(task.due)}
        {late && <span className="visually-hidden"> {t('task.overdue')}</span>}
      </span>,
    );
  if (task.recurrence)
    more.push(
      <span key="again" title={t('task.recurs')}>
        <Repeat2 size={13} aria-label={t('task.recurs')} role="img" />
      </span>,
    );
  if (task.reminders.some((each) => !each.done)) more.push(<Bell key="bell" size={13} aria-label={t('task.hasReminder')} role="img" />);
  if (task.notes) more.push(<FileText key="notes" size={13} aria-label={t('task.hasNotes')} role="img" />);
  if (list)
    more.push(
      <span key="list">
        <i className="dot" style={{ background: list.color || 'var(--muted)' }} aria-hidden />{' '}
        <span dir="auto">
          <Found parts={match?.list} whole={list.name} />
        </span>
      </span>,
    );
  for (const tag of task.tags)
    more.push(
      <span key={`#${tag}`} className="tag">
        <Tag tag={tag} />
      </span>,
    );
  if (assignee)
    more.push(
      <span key="who" className="who" dir="auto">
        {assignee}
      </span>,
    );
  return (
    <div
      className={['row', active && 'row-active', selected && 'row-selected', ended && 'row-ended', `priority-${task.priority}`]
        .filter(Boolean)
        .join(' ')}
      data-task={task.id}
      style={shift ? { transform: `translateX(${shift}px)` } : undefined}
      {...handlers}
    >
      {shift !== 0 && (
        <span className={`swipe swipe-${shift > 0 ? 'right' : 'left'} ${counts ? 'swipe-counts' : ''}`} aria-hidden>
          {t(shift > 0 ? (ended ? 'reopen' : 'complete') : 'swipe.tomorrow')}
        </span>
      )}
      {handle && (
        <button type="button" className="row-handle" aria-label={t('task.drag', { title: task.title })} {...handle}>
          <GripVertical size={16} aria-hidden />
        </button>
      )}
      {!readOnly && (
        <input
          type="checkbox"
          className="row-select"
          checked={selected}
          onClick={(event) => onSelect(event.shiftKey)}
          onChange={() => {}}
          aria-label={t('task.select', { title: task.title })}
        />
      )}
      <button
        type="button"
        role="checkbox"
        aria-checked={task.status === 'completed'}
        className={`check check-${task.priority}`}
        disabled={readOnly}
        onClick={onToggle}
        aria-label={t(ended ? 'task.reopen' : 'task.complete', { title: task.title })}
      />
      <button type="button" className="row-body" onClick={onOpen} aria-current={active || undefined}>
        <span className="row-title" dir="auto">
          <Found parts={match?.title} whole={task.title} />
        </span>
        {task.priority !== 'none' && <span className="visually-hidden">{t(`priority.${task.priority}`)}</span>}
        {more.length > 0 && <span className="row-more">{more}</span>}
        {(match?.notes ?? match?.comment) && (
          <span className="row-found" dir="auto">
            <Found parts={match?.notes ?? match?.comment} />
          </span>
        )}
      </button>
    </div>
  );
});
