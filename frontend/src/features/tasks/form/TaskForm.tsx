/**
 * Adding a task by the keyboard: a title with words that say more, and the same by the mouse. It is there at
 * once, or the first keys were lost.
 */
import { Plus } from 'lucide-react';
import { type ClipboardEvent, type FormEvent, lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addTasks, type NewTask } from '../../../lib/actions';
import { useDraft } from '../../../lib/drafts';
import type { Due, ListWithCounts, Priority, Task } from '../../../lib/api';
import { previewOf } from '../../../lib/overlay';
import { DateField } from '../../../ui/DateField';
import { listOptions, priorityOptions } from '../../../ui/options';
import { Select } from '../../../ui/Select';
import { Button } from '../../../ui/ui';
import { fieldsSaid, type Understood, useLine, useUnderstand, useUnderstood } from './understood';

const Said = lazy(() => import('./Said'));

const most_characters = 500; // of a title; what is longer goes into the notes

type Props = {
  workspace: string;
  lists: ListWithCounts[];
  list?: string | null;
  due?: Due | null;
  tag?: string;
  onAdded: (task: string) => void;
  onUnderstood: (task: Task) => void; // as it will be
  onDone: () => void;
};

export function TaskForm({ workspace, lists, tag, onAdded, onUnderstood, onDone, ...initial }: Props) {
  const { t } = useTranslation();
  const title = useRef<HTMLInputElement>(null);
  const [draft, setText, forgetText] = useDraft(`new:${workspace}`);
  const text = draft?.text ?? '';
  const [list, setList] = useState(initial.list ?? '');
  const [priority, setPriority] = useState<Priority>('none');
  const [due, setDue] = useState<Due | null>(initial.due ?? null);
  const [error, setError] = useState(false);
  const [lines, setLines] = useState<string[]>([]); // pasted at once

  const lineOf = useLine(workspace);
  const understand = useUnderstand(workspace);
  const { said, fresh } = useUnderstood(workspace, lineOf(text), most_characters);

  /** What is not understood yet is by the server, when it is sent; the fields beside are for what the words don't say. */
  const fieldsOf = (line: string, known?: Understood): NewTask => {
    const beside = { list: list || null, priority, tags: tag ? [tag] : [], due };
    if (line.length > most_characters) return { ...beside, title: `${line.slice(0, most_characters - 1)}…`, notes: line };
    if (!known) return { ...beside, words: lineOf(line) };
    return { ...beside, ...fieldsSaid(known), tags: [...new Set([...beside.tags, ...(known.tags ?? [])])] };
  };
  const addAll = (all: NewTask[]) => {
    const ids = addTasks(workspace, all);
    onAdded(ids.at(-1) ?? '');
    forgetText();
    setLines([]);
    // Where it is can be told once it is known what it says.
    const [id, task] = [ids[0], all[0]];
    if (all.length !== 1 || !id || !task) return;
    const { words } = task;
    if (!words) return onUnderstood(previewOf(task, id));
    void understand(words).then(
      (known) => onUnderstood(previewOf(fieldsOf(words.text, known), id)),
      () => null,
    );
  };
  const addPasted = () => addAll(lines.map((line) => fieldsOf(line)));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setError(text.trim() === '');
    title.current?.focus();
    if (text.trim() !== '') addAll([fieldsOf(text, fresh ? said : undefined)]);
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
        {error ? t('form.titleMissing') : text.length > most_characters ? t('form.long') : t('form.hint')}
      </p>
      {(said || due) && (
        <Suspense>
          <Said text={text} words={said} due={due} lists={lists} />
        </Suspense>
      )}
      {lines.length > 0 && (
        <div className="actions" role="alert">
          <span>{t('form.lines', { count: lines.length })}</span>
          <Button look="primary" onClick={addPasted}>
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
