/** The name, colour and place of a list or section: of a new one, or of one that there is. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeList, createList } from '../../lib/actions';
import type { List } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { addTexts } from '../../lib/i18n';
import { asTree, pathOf } from '../../lib/listTree';
import { useWorkspace } from '../../lib/place';
import { useShownLists } from '../../lib/shown';
import { Colors, colors } from '../../ui/Colors';
import { Select } from '../../ui/Select';
import { Button, Field, Sheet } from '../../ui/ui';
import * as texts from './listTexts';

addTexts(texts);

/** `section`: of this list a new one. */
export function ListDialog({ list, section, onClose }: { list?: List; section?: string; onClose: () => void }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const lists = useShownLists(workspace);
  const [draft, setName, forgetName] = useDraft(list ? `rename:${list.id}` : `list:${section ?? workspace}`);
  const name = draft?.text ?? list?.name ?? '';
  const [color, setColor] = useState(list ? list.color : section ? '' : (colors[0] ?? ''));
  const [parent, setParent] = useState(list?.parent ?? '');
  const isSection = list ? list.section : section !== undefined;
  const title = isSection ? t(list ? 'section.edit' : 'section.new') : t(list ? 'list.edit' : 'list.new');
  const places = asTree(lists).filter((each) => !each.section && !each.archived && each.id !== list?.id);
  const save = () => {
    const called = name.trim();
    if (!called) return;
    onClose();
    forgetName();
    if (!list) void createList(workspace, called, color, { parent: (section ?? parent) || null, section: isSection });
    else if (called !== list.name || color !== list.color || parent !== (list.parent ?? ''))
      void changeList(workspace, list, { name: called, color, parent: parent || null });
  };
  return (
    <Sheet onClose={onClose} title={title}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <Field label={t('list.name')} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        {!isSection && (
          <>
            <Colors label={t('list.color')} value={color} onChange={setColor} />
            <Select
              label={t('list.in')}
              value={parent}
              onChange={setParent}
              options={[{ value: '', label: t('list.inNone') }, ...places.map((each) => ({ value: each.id, label: pathOf(each, lists) }))]}
            />
          </>
        )}
        <div className="actions">
          <span className="spacer" />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit">
            {list ? t('save') : t(isSection ? 'section.create' : 'list.create')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
