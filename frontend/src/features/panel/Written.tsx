/**
 * A task's title and notes. What is typed is a draft until it is saved: it belongs to its task, and is there
 * again after Escape, another task, or a reload.
 */
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import type { Read } from '../../lib/store';
import { Button } from '../../ui/ui';

const Markdown = lazy(() => import('../../ui/Markdown'));

/** `read`: the task as it was when the draft began. What has changed since was changed by others. */
type Props = { task: Task; readOnly: boolean; onSave: (text: string, read: Read) => void };

function DraftBar({
  hint,
  onDiscard,
  onSave,
  children,
}: {
  hint?: string;
  onDiscard: () => void;
  onSave: () => void;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <div className="actions">
      <span className="field-hint">{hint}</span>
      <span className="spacer" />
      {children}
      <Button onMouseDown={(event) => event.preventDefault()} onClick={onDiscard}>
        {t('draft.discard')}
      </Button>
      <Button look="primary" onMouseDown={(event) => event.preventDefault()} onClick={onSave}>
        {t('save')}
      </Button>
    </div>
  );
}

export function Title({ task, readOnly, onSave }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft, forget] = useDraft<Read>(`title:${task.id}`);
  const area = useRef<HTMLTextAreaElement>(null);
  const [left, setLeft] = useState(draft !== null); // by Escape, or a reload: it is not saved yet
  const save = () => {
    const title = draft?.text.trim();
    if (draft?.more && title && title !== draft.more.title) onSave(title, draft.more);
    forget();
    setLeft(false);
  };
  return (
    <>
      <textarea
        ref={area}
        className="panel-title"
        rows={1}
        aria-label={t('task.title')}
        readOnly={readOnly}
        maxLength={500}
        dir="auto"
        value={draft?.text ?? task.title}
        onChange={(event) =>
          setDraft(event.target.value.replaceAll('\n', ' '), draft?.more ?? { id: task.id, version: task.version, title: task.title })
        }
        onBlur={() => !left && save()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            if (left) save();
            else area.current?.blur(); // which saves it
          }
          if (event.key === 'Escape' && draft) {
            event.stopPropagation();
            setLeft(true);
          }
        }}
      />
      {draft && left && (
        <DraftBar
          hint={t('draft.unsaved')}
          onDiscard={() => {
            forget();
            setLeft(false);
          }}
          onSave={save}
        />
      )}
    </>
  );
}

export function Notes({ task, readOnly, onSave }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft, forget] = useDraft<Read>(`notes:${task.id}`);
  const [editing, setEditing] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (editing) area.current?.focus();
  }, [editing]);
  const save = () => {
    if (draft?.more && draft.text !== draft.more.notes) onSave(draft.text, draft.more);
    forget();
    setEditing(false);
  };
  const discard = () => {
    forget();
    setEditing(false);
  };
  if (!editing)
    return (
      <div className="notes">
        {task.notes && (
          <Suspense fallback={<p dir="auto">{task.notes}</p>}>
            <Markdown text={task.notes} />
          </Suspense>
        )}
        {draft && !readOnly ? (
          <>
            <p className="draft" dir="auto">
              {draft.text}
            </p>
            <DraftBar hint={t('draft.unsaved')} onDiscard={discard} onSave={save}>
              <Button onClick={() => setEditing(true)}>{t('draft.continue')}</Button>
            </DraftBar>
          </>
        ) : (
          !readOnly && (
            <Button look="ghost" onClick={() => setEditing(true)}>
              {t(task.notes ? 'notes.edit' : 'notes.add')}
            </Button>
          )
        )}
      </div>
    );
  return (
    <div className="notes">
      <textarea
        ref={area}
        aria-label={t('task.notes')}
        dir="auto"
        value={draft?.text ?? task.notes}
        rows={6}
        maxLength={20000}
        onChange={(event) => setDraft(event.target.value, draft?.more ?? { id: task.id, version: task.version, notes: task.notes })}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save();
          if (event.key === 'Escape') {
            event.stopPropagation();
            setEditing(false);
          }
        }}
      />
      <DraftBar hint={t('notes.markdown')} onDiscard={discard} onSave={save} />
    </div>
  );
}
