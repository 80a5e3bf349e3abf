/** What a view is called, and how it is shown: chosen from, filtered, as a list or a board. */
import { CheckSquare, Columns3, Filter, List as ListIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/ui';
import { useCanEdit, usePatchSearch, usePlace } from '../../lib/place';

type Props = {
  title: string;
  subtitle?: string;
  actions?: ReactNode;
  selecting: boolean;
  filtering: boolean;
  onSelecting: () => void;
  onFiltering: () => void;
};

export function ViewHeader({ title, subtitle, actions, selecting, filtering, onSelecting, onFiltering }: Props) {
  const { t } = useTranslation();
  const search = usePlace();
  const patch = usePatchSearch();
  const canEdit = useCanEdit();
  return (
    <header className="view-header">
      <div>
        <h1 dir="auto">{title}</h1>
        {subtitle && <p className="subtitle">{subtitle}</p>}
      </div>
      <span className="spacer" />
      {actions}
      {canEdit && (
        <IconButton label={t('bulk.select')} className="touch-only" aria-pressed={selecting} onClick={onSelecting}>
          <CheckSquare size={18} />
        </IconButton>
      )}
      <IconButton label={t('filters')} keys="f" aria-pressed={filtering} onClick={onFiltering}>
        <Filter size={18} />
      </IconButton>
      <IconButton label={t(search.board ? 'list' : 'board')} keys="b" onClick={() => patch({ board: !search.board || undefined }, true)}>
        {search.board ? <ListIcon size={18} /> : <Columns3 size={18} />}
      </IconButton>
    </header>
  );
}
