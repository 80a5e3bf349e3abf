/** What of a view is shown, and in which order. */
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { priorityOptions } from '../../ui/options';
import { Select } from '../../ui/Select';
import { ownSort, type Search, searchedFor, sortOf, sorts, statuses, statusesOf, type View } from '../../lib/filters';
import { useCanEdit, usePatchSearch } from '../../lib/place';
import { SaveButton } from '../filters/SaveButton';
import { sayFault } from './sayFault';

export default function Filters({ search, view, error }: { search: Search; view: View; error: Error | null }) {
  const { t } = useTranslation();
  const patch = usePatchSearch();
  const canEdit = useCanEdit();
  const set = (fields: Partial<Search>) => patch(fields, true);
  const [one = '', more] = statusesOf(view, { ...search, status: undefined });
  const usual = more ? '' : one; // one may ask for any of them where all are shown
  const choices = [
    ...(usual ? [] : [{ value: '' as const, label: t('status.any') }]),
    ...statuses.map((each) => ({ value: each, label: t(`status.${each}`) })),
  ];
  return (
    <div className="filters" role="search" aria-label={t('filters')}>
      {view.kind !== 'done' && (
        <Select
          label={t('task.status')}
          hideLabel
          value={search.status ?? usual}
          options={choices}
          onChange={(status) => set({ status: status === usual || status === '' ? undefined : status })}
        />
      )}
      <Select
        label={t('task.priority')}
        hideLabel
        value={search.priority ?? ''}
        options={[{ value: '', label: t('filter.anyPriority') }, ...priorityOptions().reverse()]}
        onChange={(priority) => set({ priority: priority || undefined })}
      />
      <Select
        label={t('filter.sort')}
        hideLabel
        value={sortOf(view, search)}
        options={sorts.filter((each) => each !== 'match' || searchedFor(search)).map((each) => ({ value: each, label: t(`sort.${each}`) }))}
        onChange={(sort) => set({ sort: sort === ownSort(view, search) ? undefined : sort })}
      />
      <Written filter={search.filter ?? ''} error={error} onChange={(filter) => set({ filter: filter || undefined })} />
      {view.kind !== 'done' && (
        <label className="chip">
          <input
            type="checkbox"
            checked={search.overdue ?? false}
            onChange={(event) => set({ overdue: event.target.checked || undefined })}
          />{' '}
          {t('filter.overdue')}
        </label>
      )}
      {canEdit && <SaveButton view={view} search={search} />}
      {search.tag && (
        <button type="button" className="chip" dir="auto" onClick={() => set({ tag: undefined })}>
          #{search.tag} <X size={12} aria-label={t('tag.remove', { tag: search.tag })} />
        </button>
      )}
    </div>
  );
}

/** A filter in words, which counts once it is whole: with Enter, or when one goes on. */
function Written({ filter, error, onChange }: { filter: string; error: Error | null; onChange: (filter: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const text = typed ?? filter;
  const fault = sayFault(error);
  const take = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() !== filter) onChange(text.trim());
    setTyped(undefined);
  };
  return (
    <form className="filter-written" onSubmit={take}>
      <input
        value={text}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => take()}
        placeholder={t('filter.placeholder')}
        aria-label={t('filter.words')}
        aria-invalid={!!fault}
        aria-describedby="filter-fault"
        autoComplete="off"
        spellCheck={false}
        maxLength={1000}
      />
      <p id="filter-fault" className="field-error" role="alert">
        {fault}
      </p>
    </form>
  );
}
