/** Adding a task by the keyboard: a title with words that say more, and the same by the mouse. It is there at once, or the first keys were lost. */
import { Plus } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addTask } from '../../lib/actions';
import { useDraft } from '../../lib/drafts';
import type { Due, ListWithCounts, Priority } from '../../lib/api';
import { DateField } from '../ui/DateField';
import { Button, Select } from '../ui/ui';
import { understand } from './understand';

type Props = { workspace: string; lists: ListWithCounts[]; list?: string | null; due?: Due | null; tag?: string; onAdded: (task: string) => void; onDone: () => void };

export function TaskForm({ workspace, lists, tag, onAdded, onDone, ...initial }: Props) {
  const { t } = useTranslation();
  const title = useRef<HTMLInputElement>(null);
  const [draft, setText, forgetText] = useDraft(`new:${workspace}`);
  const text = draft?.text ?? '';
  const [list, setList] = useState(initial.list ?? '');
  const [priority, setPriority] = useState<Priority>('none');
  const [due, setDue] = useState<Due | null>(initial.due ?? null);
  const [error, setError] = useState(false);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const words = understand(text);
    setError(words.title === '');
    title.current?.focus();
    if (words.title === '') return;
    const { id } = addTask(workspace, {
      title: words.title,
      list: lists.find((each) => each.name.toLowerCase() === words.list?.toLowerCase())?.id ?? (list || null),
      priority: words.priority ?? priority,
      tags: [...new Set([...words.tags, ...(tag ? [tag] : [])])],
      due: words.due ?? due,
    });
    onAdded(id);
    forgetText();
  };

  return (
    <form className="task-form" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onDone()} aria-label={t('form.add')}>
      <input
        ref={title}
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
        className="task-form-title"
        placeholder={t('form.placeholder')}
        aria-label={t('task.title')}
        aria-invalid={error}
        aria-describedby="task-form-hint"
        autoComplete="off"
        maxLength={500}
      />
      <p id="task-form-hint" className={error ? 'field-error' : 'field-hint'}>
        {error ? t('form.titleMissing') : t('form.hint')}
      </p>
      <div className="task-form-more">
        <DateField label={t('task.due')} value={due} onChange={setDue} />
        <Select label={t('task.list')} hideLabel value={list} onChange={(event) => setList(event.target.value)}>
          <option value="">{t('inbox')}</option>
          {lists.filter((each) => !each.archived).map((each) => (
            <option key={each.id} value={each.id}>{each.name}</option>
          ))}
        </Select>
        <Select label={t('task.priority')} hideLabel value={priority} onChange={(event) => setPriority(event.target.value as Priority)}>
          {(['none', 'low', 'medium', 'high', 'urgent'] as const).map((each) => (
            <option key={each} value={each}>{t(`priority.${each}`)}</option>
          ))}
        </Select>
        <span className="spacer" />
        <Button onClick={onDone}>{t('cancel')}</Button>
        <Button look="primary" type="submit">
          <Plus size={16} aria-hidden /> {t('form.add')}
        </Button>
      </div>
    </form>
  );
}
