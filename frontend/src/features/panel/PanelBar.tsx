/** What can be done to a task as a whole. */
import { Ban, Check, Copy, MoreHorizontal, RotateCcw, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { act, cancel, complete, remove, reopen } from '../../lib/actions';
import type { Task } from '../../lib/api';
import { Menu } from '../../ui/popup';
import { Button } from '../../ui/ui';

type Props = { workspace: string; task: Task; readOnly: boolean; close: ReactNode; onClose: () => void };

export function PanelBar({ workspace, task, readOnly, close, onClose }: Props) {
  const { t } = useTranslation();
  const duplicate = () => {
    const copy = crypto.randomUUID();
    void act({
      workspace,
      label: t('did.duplicate', { what: `“${task.title}”` }),
      commands: [{ type: 'DuplicateTask', task: task.id, id: copy }],
      undo: [{ type: 'DeleteTask', task: copy }],
    });
  };
  return (
    <header className="panel-bar">
      <Button
        look={task.status === 'open' ? 'primary' : 'plain'}
        disabled={readOnly}
        onClick={() => void (task.status === 'open' ? complete(workspace, [task]) : reopen(workspace, [task]))}
      >
        {task.status === 'open' ? <Check size={16} aria-hidden /> : <RotateCcw size={16} aria-hidden />}{' '}
        {t(task.status === 'open' ? 'complete' : 'reopen')}
      </Button>
      <span className="spacer" />
      {!readOnly && (
        <Menu
          trigger={
            <button type="button" className="icon-button" aria-label={t('more')}>
              <MoreHorizontal size={18} />
            </button>
          }
          items={[
            { label: t('duplicate'), icon: <Copy size={16} />, onSelect: duplicate },
            { label: t('cancelTask'), icon: <Ban size={16} />, onSelect: () => void cancel(workspace, [task]) },
            null,
            {
              label: t('delete'),
              icon: <Trash2 size={16} />,
              danger: true,
              onSelect: () => {
                onClose();
                void remove(workspace, [task]);
              },
            },
          ]}
        />
      )}
      {close}
    </header>
  );
}
