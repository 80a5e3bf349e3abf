/** What can be done to saved filters, and what is read of them with what waits laid over it. */
import { useMemo } from 'react';
import { act } from '../../lib/actions';
import type { Command, SavedFilter } from '../../lib/api';
import { addTexts, i18n } from '../../lib/i18n';
import { overlayFilters, useOverlayVersion } from '../../lib/overlay';
import { useFilters } from '../../lib/queries';
import * as texts from './texts';

addTexts(texts);

const none: SavedFilter[] = [];

/** By name. */
export function useShownFilters(workspace: string): SavedFilter[] {
  const { data } = useFilters(workspace);
  const version = useOverlayVersion();
  return useMemo(() => {
    const inOrder = new Intl.Collator(i18n.language, { numeric: true });
    return overlayFilters(data?.items ?? none, workspace).sort((a, b) => inOrder.compare(a.name, b.name));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the version stands for what waits
  }, [data, workspace, version]);
}

const saving = (filter: SavedFilter): Command => ({ type: 'SaveFilter', ...filter });
const deleting = (filter: SavedFilter): Command => ({ type: 'DeleteFilter', filter: filter.id });

/** `before`: what it was, if it is no new one. */
export function saveFilter(workspace: string, filter: SavedFilter, before?: SavedFilter) {
  const label = i18n.t('saved.did', { name: filter.name });
  return act({ workspace, label, done: label, commands: [saving(filter)], undo: [before ? saving(before) : deleting(filter)] });
}
export function deleteFilter(workspace: string, filter: SavedFilter) {
  const label = i18n.t('saved.deleted', { name: filter.name });
  return act({ workspace, label, done: label, commands: [deleting(filter)], undo: [saving(filter)] });
}
