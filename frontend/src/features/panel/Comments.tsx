/** What is said about a task. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { act } from '../../lib/actions';
import type { Task } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { useDraft } from '../../lib/drafts';
import { overlayComments, useOverlayVersion } from '../../lib/overlay';
import { useRole } from '../../lib/place';
import { useComments } from '../../lib/queries';
import { Button, IconButton, Waiting } from '../../ui/ui';

export function Comments({
  workspace,
  task,
  person,
  names,
}: {
  workspace: string;
  task: Task;
  person: string;
  names: Map<string, string>;
}) {
  const { t } = useTranslation();
  const role = useRole();
  const { data, error } = useComments(workspace, task.id);
  useOverlayVersion();
  const [draft, setDraft, forgetDraft] = useDraft(`comment:${task.id}`);
  const text = draft?.text ?? '';
  const what = `“${task.title}”`;
  const say = () => {
    if (!text.trim()) return;
    const id = crypto.randomUUID();
    void act({
      workspace,
      label: t('did.comment', { what }),
      commands: [{ type: 'AddComment', task: task.id, id, text: text.trim(), ifAbsent: true }],
      undo: [{ type: 'DeleteComment', comment: id }],
    });
    forgetDraft();
  };
  const comments = overlayComments(data?.items ?? [], task.id);
  return (
    <div className="comments">
      {!data && comments.length === 0 && <Waiting error={error} />}
      <ol>
        {comments.map((each) => (
          <li key={each.id} className="comment">
            <div className="entry-by">
              <strong>{names.get(each.author) ?? t('someone')}</strong> ·{' '}
              <time dateTime={each.createdAt}>{sayInstant(each.createdAt)}</time>
              {each.author === person && (
                <IconButton
                  label={t('comment.remove')}
                  className="small"
                  onClick={() =>
                    void act({
                      workspace,
                      label: t('did.uncomment', { what }),
                      commands: [{ type: 'DeleteComment', comment: each.id }],
                      done: t('done.commentDeleted'),
                      undo: [{ type: 'RestoreComment', comment: each.id }],
                    })
                  }
                >
                  <X size={12} />
                </IconButton>
              )}
            </div>
            <p className="comment-text" dir="auto">
              {each.text}
            </p>
          </li>
        ))}
      </ol>
      {role !== 'viewer' && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            say();
          }}
        >
          <textarea
            aria-label={t('comment.add')}
            placeholder={t('comment.add')}
            rows={2}
            maxLength={10000}
            dir="auto"
            value={text}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) say();
            }}
          />
          <Button look="primary" type="submit" disabled={!text.trim()}>
            {t('comment.send')}
          </Button>
        </form>
      )}
    </div>
  );
}
