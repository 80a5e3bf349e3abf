/**
 * Adding a task by the keyboard: a title with words that say more, and the same by the mouse. It is there at
 * once, or the first keys were lost.
 */
import { Plus } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addTasks, type NewTask } from '../../../lib/actions';
import { zone } from '../../../lib/dates';
import { useDraft } from '../../../lib/drafts';
import type { Due, ListWithCounts, Priority } from '../../../lib/api';
import { DateField } from '../../../ui/DateField';
import { listOptions, priorityOptions } from '../../../ui/options';
import { Select } from '../../../ui/Select';
import { Button } from '../../../ui/ui';
import { understand } from './understand';

const Said = lazy(() => import('./Said'));

const most_characters = 500; // of a title; what is longer goes into the notes

type Props = {
  workspace: string;
  lists: ListWithCounts[];
  list?: string | null;
  due?: Due | null;
  tag?: string;
  onAdded: (task: string) => void;
  onDone: () => void;
};

export function TaskForm({ workspace, lists, tag, onAdded, onDone, ...initial }: Props) {
  const { t } = useTranslation();
  const title = useRef<HTMLInputElement>(null);
  const [draft, setText, forgetText] = useDraft(`new:${workspace}`);
  const text = draft?.text ?? '';
  const [list, setList] = useState(initial.list ?? '');
  const [priority, setPriority] = useState<Priority>('none');
  const [due, setDue] = useState<Due | null>(initial.due ?? null);
  const [error, setError] = useState(false);
  const [lines, setLines] = useState<string[]>([]); // pasted at once

  const listNames = lists.filter((each) => !each.archived).map((each) => each.name);
  const words = understand(text, listNames);

  const fieldsOf = (line: string): NewTask => {
    const said = understand(line, listNames);
    const long = said.title.length > most_characters;
    return {
      title: long ? `${said.title.slice(0, most_characters - 1)}…` : said.title,
      ...(long && { notes: said.title }),
      list: lists.find((each) => each.name === said.list)?.id ?? (list || null),
      priority: said.priority ?? priority,
      tags: [...new Set([...said.tags, ...(tag ? [tag] : [])])],
      due: said.due ?? due,
      ...(said.rule && { recurrence: { from: 'due', rule: said.rule, zone, skipMissed: false } }),
    };
  };
  const addLines = (added: string[]) => {
    const ids = addTasks(workspace, added.map(fieldsOf));
    onAdded(ids.at(-1) ?? '');
    forgetText();
    setLines([]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(words.title === '');
    title.current?.focus();
    if (words.title !== '') addLines([text]);
  };
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = event.clipboardData
      .getData('text')
      .split(/\r?\n/)
      .map((line) => line.replace(/^\s*([-*•]|\[[ x]\])\s+/, '').trim())
      .filter(Boolean);
    if (pasted.length < 2) return;
    event.preventDefault();
    setLines(pasted);
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
        dir="auto"
        onPaste={paste}
      />
      <p id="task-form-hint" className={error ? 'field-error' : 'field-hint'}>
        {error ? t('form.titleMissing') : words.title.length > most_characters ? t('form.long') : t('form.hint')}
      </p>
      {(text || due) && (
        <Suspense>
          <Said words={words} due={due} />
        </Suspense>
      )}
      {lines.length > 0 && (
        <div className="actions" role="alert">
          <span>{t('form.lines', { count: lines.length })}</span>
          <Button look="primary" onClick={() => addLines(lines)}>
            {t('form.addLines', { count: lines.length })}
          </Button>
          <Button
            onClick={() => {
              setText(`${text} ${lines.join(' ')}`.trim());
              setLines([]);
            }}
          >
            {t('form.oneTask')}
          </Button>
          <Button onClick={() => setLines([])}>{t('cancel')}</Button>
        </div>
      )}
      <div className="task-form-more">
        <DateField label={t('task.due')} value={due} onChange={setDue} />
        <Select
          label={t('task.list')}
          hideLabel
          value={list}
          onChange={setList}
          options={listOptions(lists.filter((each) => !each.archived))}
        />
        <Select label={t('task.priority')} hideLabel value={priority} onChange={setPriority} options={priorityOptions()} />
        <span className="spacer" />
        <Button onClick={onDone}>{t('cancel')}</Button>
        <Button look="primary" type="submit">
          <Plus size={16} aria-hidden /> {t('form.add')}
        </Button>
      </div>
    </form>
  );
}
