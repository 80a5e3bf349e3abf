/** What can be done to a tag: another name at every task that has it, and a colour for the one who looks. */
import { useNavigate } from '@tanstack/react-router';
import { MoreHorizontal, Palette, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Colors } from '../../ui/Colors';
import { Menu } from '../../ui/popup';
import { Button, Field, Sheet, Waiting } from '../../ui/ui';
import { renameTag } from '../../lib/actions';
import { api } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { useCanEdit, usePlace, useWorkspace } from '../../lib/place';
import { sayError } from '../../lib/problems';
import { queryClient, useMe, useTagColors, useTagged } from '../../lib/queries';
import { toast } from '../../lib/toasts';

function Rename({ tag, onClose }: { tag: string; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const workspace = useWorkspace();
  const place = usePlace();
  const [draft, setName, forgetName] = useDraft(`tag-name:${workspace}:${tag}`);
  const { data, error, refetch } = useTagged(workspace, tag);
  const name = draft?.text ?? tag;
  const save = () => {
    const to = name.trim().replace(/^#/, '');
    if (!to || !data) return;
    onClose();
    forgetName();
    if (to === tag) return;
    void renameTag(workspace, tag, to, data.items);
    void navigate({ to: '/tags/$tag', params: { tag: to }, search: { workspace: place.workspace } } as never);
  };
  return (
    <Sheet title={t('tag.rename')} onClose={onClose}>
      {!data ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <Field
            label={t('tag.name')}
            value={name}
            maxLength={50}
            required
            autoFocus
            hint={t('tag.renameText', { count: data.items.length })}
            onChange={(event) => setName(event.target.value)}
          />
          <div className="actions">
            <span className="spacer" />
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button look="primary" type="submit">
              {t('save')}
            </Button>
          </div>
        </form>
      )}
    </Sheet>
  );
}

function Color({ tag, onClose }: { tag: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: profile } = useMe();
  const colors = useTagColors();
  const put = async (color: string | undefined) => {
    onClose();
    if (!profile) return;
    const others = Object.entries(colors).filter(([name]) => name !== tag);
    const tagColors = Object.fromEntries(color ? [...others, [tag, color]] : others);
    try {
      await api.PUT('/api/v1/me', { body: { ...profile, tagColors } });
      await queryClient.invalidateQueries({ queryKey: ['me'] });
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <Sheet title={t('tag.color')} onClose={onClose}>
      <p>{t('tag.colorText')}</p>
      <Colors label={t('list.color')} value={colors[tag] ?? ''} onChange={(color) => void put(color)} />
      <div className="actions">
        <span className="spacer" />
        {colors[tag] && <Button onClick={() => void put(undefined)}>{t('tag.noColor')}</Button>}
        <Button onClick={onClose}>{t('cancel')}</Button>
      </div>
    </Sheet>
  );
}

export default function TagMenu({ tag }: { tag: string }) {
  const { t } = useTranslation();
  const canEdit = useCanEdit();
  const [open, setOpen] = useState<'name' | 'color' | null>(null);
  return (
    <>
      <Menu
        trigger={
          <button type="button" className="icon-button" aria-label={t('list.more', { name: `#${tag}` })}>
            <MoreHorizontal size={18} />
          </button>
        }
        items={[
          ...(canEdit ? [{ label: t('tag.rename'), icon: <Pencil size={16} />, onSelect: () => setOpen('name') }] : []),
          { label: t('tag.color'), icon: <Palette size={16} />, onSelect: () => setOpen('color') },
        ]}
      />
      {open === 'name' && <Rename tag={tag} onClose={() => setOpen(null)} />}
      {open === 'color' && <Color tag={tag} onClose={() => setOpen(null)} />}
    </>
  );
}
