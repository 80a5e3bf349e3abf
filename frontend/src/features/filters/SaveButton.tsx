/** Saves what is shown of a view as a filter. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Search, View } from '../../lib/filters';
import { usePlace, useWorkspace } from '../../lib/place';
import { useShownLists } from '../../lib/shown';
import { Button } from '../../ui/ui';
import FilterDialog from './FilterDialog';
import { wordsOf } from './words';

export function SaveButton({ view, search }: { view: View; search: Search }) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const place = usePlace();
  const navigate = useNavigate();
  const lists = useShownLists(workspace);
  const [open, setOpen] = useState(false);
  const list = view.kind === 'list' ? lists.find((each) => each.id === view.list) : undefined;
  const words = wordsOf(view, search, list?.name ?? '');
  if (!words) return null;
  const show = (filter: string) =>
    void navigate({ to: '/filters/$filter', params: { filter }, search: { workspace: place.workspace } } as never);
  return (
    <>
      <Button look="ghost" onClick={() => setOpen(true)}>
        {t('saved.save')}
      </Button>
      {open && <FilterDialog words={words} onClose={() => setOpen(false)} onSaved={show} />}
    </>
  );
}
