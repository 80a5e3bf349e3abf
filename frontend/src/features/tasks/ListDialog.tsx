/** The name and colour of a list: of a new one, or of one that there is. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeList, createList } from '../../lib/actions';
import type { List } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { useWorkspace } from '../../lib/place';
import { Colors, colors } from '../../ui/Colors';
import { Button, Field, Sheet } from '../../ui/ui';

export function ListDialog({ list, onClose }: { list?: List; onClose: () => void }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const [draft, setName, forgetName] = useDraft(list ? `rename:${list.id}` : `list:${workspace}`);
  const name = draft?.text ?? list?.name ?? '';
  const [color, setColor] = useState(list ? list.color : (colors[0] ?? ''));
  const save = () => {
    const called = name.trim();
    if (!called) return;
    onClose();
    forgetName();
    if (!list) void createList(workspace, called, color);
    else if (called !== list.name || color !== list.color) void changeList(workspace, list, called, color);
  };
  return (
    <Sheet onClose={onClose} title={t(list ? 'list.edit' : 'list.new')}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={t('list.name')} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        <Colors label={t('list.color')} value={color} onChange={setColor} />
        <div className="actions">
          <span className="spacer" />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit">
            {t(list ? 'save' : 'list.create')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
