/** The tags of a task, each with a button that takes it off. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Task } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { Tag } from '../../ui/Tag';

export function Tags({ task, readOnly, onSave }: { task: Task; readOnly: boolean; onSave: (tags: string[]) => void }) {
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
