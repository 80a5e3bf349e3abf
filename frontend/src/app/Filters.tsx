/** What of a view is shown, and in which order. */
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { priorities } from '../components/ui/options';
import { Select } from '../components/ui/Select';
import { type Search, sortOf, sorts, type View } from '../lib/filters';
import { usePatchSearch } from '../lib/place';

const shownFirst = [...priorities].reverse();

export default function Filters({ search, view }: { search: Search; view: View }) {
  const { t } = useTranslation();
  const patch = usePatchSearch();
  const set = (fields: Partial<Search>) => patch(fields, true);
  const usual = view.kind === 'done' ? 'completed' : search.text?.trim() ? '' : 'open';
  const statuses = [...(usual ? [] : [{ value: '' as const, label: t('status.any') }]), ...(['open', 'completed', 'cancelled'] as const).map((each) => ({ value: each, label: t(`status.${each}`) }))];
  return (
    <div className="filters" role="search" aria-label={t('filters')}>
      {view.kind !== 'done' && <Select label={t('task.status')} hideLabel value={search.status ?? usual} options={statuses} onChange={(status) => set({ status: status === usual || status === '' ? undefined : status })} />}
      <Select label={t('task.priority')} hideLabel value={search.priority ?? ''} options={[{ value: '', label: t('filter.anyPriority') }, ...shownFirst.map((each) => ({ value: each, label: t(`priority.${each}`) }))]} onChange={(priority) => set({ priority: priority || undefined })} />
      <Select label={t('filter.sort')} hideLabel value={sortOf(view, search)} options={sorts.map((each) => ({ value: each, label: t(`sort.${each}`) }))} onChange={(sort) => set({ sort: sort === sortOf(view, {}) ? undefined : sort })} />
      {view.kind !== 'done' && (
        <label className="chip">
          <input type="checkbox" checked={search.overdue ?? false} onChange={(event) => set({ overdue: event.target.checked || undefined })} /> {t('filter.overdue')}
        </label>
      )}
      {search.tag && <button type="button" className="chip" dir="auto" onClick={() => set({ tag: undefined })}>#{search.tag} <X size={12} aria-label={t('tag.remove', { tag: search.tag })} /></button>}
    </div>
  );
}
