/** What the server understands of a task written as one line: docs/quick-add.md. */
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { api, read } from '../../../lib/api';
import { weekStartName, zone } from '../../../lib/dates';
import { useMembers, useNames } from '../../../lib/queries';
import type { components } from '../../../lib/schema';

export type Line = components['schemas']['Line'];
export type Understood = components['schemas']['Understood'];

const understanding = (workspace: string, words: Line) =>
  queryOptions({
    queryKey: ['words', workspace, words.text, zone, words.people],
    // Not called off by the next key: whoever adds the line waits for it, too.
    queryFn: () => read(api.POST('/api/v1/quick-add', { body: { workspace, words } })),
    staleTime: 60_000,
    gcTime: 60_000,
    retry: false,
  });

/** As it is sent: where and when it is written, and whom a +name means. */
export function useLine(workspace: string): (text: string) => Line {
  const ids = (useMembers(workspace).data?.items ?? []).map((each) => each.person);
  const names = useNames(ids);
  const people = [...names].map(([id, name]) => ({ id, name }));
  return (text) => ({
    text,
    zone,
    weekStart: weekStartName(),
    writtenAt: new Date().toISOString(),
    ...(text.includes('+') && people.length > 0 && { people }),
  });
}

/** As CreateTask takes them. */
export function fieldsSaid(said: Understood) {
  const fields: Partial<Understood> = { ...said };
  delete fields.ranges;
  delete fields.unknown;
  return fields;
}

/** Of the line that is being written; until the answer is there, of what it was before: then it is not `fresh`. */
export function useUnderstood(workspace: string, words: Line, most: number): { said?: Understood; fresh: boolean } {
  const wanted = words.text.trim() !== '' && words.text.length <= most;
  const { data, isPlaceholderData } = useQuery({
    ...understanding(workspace, words),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
  return wanted && data ? { said: data, fresh: !isPlaceholderData } : { fresh: false };
}

/** Once the server has said it. */
export function useUnderstand(workspace: string): (words: Line) => Promise<Understood> {
  const client = useQueryClient();
  return useCallback((words) => client.fetchQuery(understanding(workspace, words)), [client, workspace]);
}
