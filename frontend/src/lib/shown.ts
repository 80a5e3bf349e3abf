/** What is read, with what waits laid over it. */
import { useMemo } from 'react';
import type { ListWithCounts } from './api';
import { overlayLists, useOverlayVersion } from './overlay';
import { useLists } from './queries';

const none: ListWithCounts[] = [];

export function useShownLists(workspace: string): ListWithCounts[] {
  const { data } = useLists(workspace);
  const version = useOverlayVersion();
  // eslint-disable-next-line react-hooks/exhaustive-deps -- the version stands for what waits
  return useMemo(() => overlayLists(data?.items ?? none, workspace), [data, workspace, version]);
}
