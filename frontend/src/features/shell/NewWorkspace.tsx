/** A workspace to share with others. */
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { send } from '../../lib/commands';
import { useDraft } from '../../lib/drafts';
import { sayError } from '../../lib/problems';
import { queryClient } from '../../lib/queries';
import { toast } from '../../lib/toasts';
import { Button, Field, Sheet } from '../../ui/ui';

export function NewWorkspace({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [draft, setName, forgetName] = useDraft('workspace');
  const name = draft?.text ?? '';
  const create = async () => {
    const workspace = crypto.randomUUID();
    try {
      await send(workspace, [{ type: 'CreateWorkspace', name: name.trim() }]);
      forgetName();
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['workspaces'] });
      void navigate({ to: '/all', search: { workspace } } as never);
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <Sheet onClose={onClose} title={t('workspace.new')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) void create();
        }}
      >
        <Field
          label={t('workspace.name')}
          hint={t('workspace.hint')}
          value={name}
          maxLength={200}
          required
          autoFocus
          onChange={(event) => setName(event.target.value)}
        />
        <div className="actions">
          <span className="spacer" />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit">
            {t('workspace.create')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
