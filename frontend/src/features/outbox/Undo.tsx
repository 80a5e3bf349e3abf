/** In the header: what can be undone. */
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { undos, useUndos } from '../../lib/undo';
import { Popup } from '../../ui/popup';
import { Button } from '../../ui/ui';

const most_shown = 20;

export function Undo() {
  const { t } = useTranslation();
  const done = useUndos();
  const [open, setOpen] = useState(false);
  if (done.length === 0 && !open) return null;
  return (
    <Popup
      open={open}
      onOpenChange={setOpen}
      label={t('undo.list')}
      className="undo-list"
      align="end"
      trigger={
        <button type="button" className="icon-button" aria-label={t('undo.list')} data-tip data-keys="z">
          <Undo2 size={18} />
        </button>
      }
    >
      <h2>{t('undo.list')}</h2>
      <ul className="lines">
        {done.slice(0, most_shown).map((each) => (
          <li key={each.id}>
            <span dir="auto">{each.label}</span>
            <span className="spacer" />
            <Button onClick={() => undos.run(each.id)}>{t('undo')}</Button>
          </li>
        ))}
      </ul>
    </Popup>
  );
}
