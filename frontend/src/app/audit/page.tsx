/** Every event of a workspace: who, when, from where, with what before and after. */
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EntryLine } from '../../components/TaskPanel/Timeline';
import { Button, Empty, Field, Select, Waiting } from '../../components/ui/ui';
import { type Entry, api, ProblemError, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { saveFile } from '../../lib/files';
import { useWorkspace } from '../../lib/place';
import { type HistoryFilter, useHistory, useMembers, useNames } from '../../lib/queries';
import { toast } from '../../lib/toasts';

const types = ['TaskCreated', 'TaskDetailsChanged', 'TaskCompleted', 'TaskReopened', 'TaskCancelled', 'TaskMoved', 'TaskReordered', 'TaskDeleted', 'TaskRestored', 'TaskAssigned', 'TaskNested', 'RecurrenceSet', 'NextOccurrenceCreated', 'CommentAdded', 'CommentEdited', 'CommentDeleted', 'CommentRestored', 'ReminderSet', 'ReminderFired', 'ListCreated', 'ListRenamed', 'ListArchived', 'ListDeleted', 'ListRestored', 'MemberInvited', 'MemberJoined', 'MemberRoleChanged', 'MemberRemoved'];

async function everything(workspace: string, filter: HistoryFilter, onCount: (count: number) => void): Promise<Entry[]> {
  const out: Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Entry[]; next: string | null } = await read(api.GET('/api/v1/history', { params: { query: { workspace, ...filter, order: 'asc', limit: 500, ...(cursor && { cursor }) } } })) as never;
    out.push(...page.items);
    onCount(out.length);
    cursor = page.next;
  }
  return out;
}

type Verification = Awaited<ReturnType<typeof verify>>;
/** Asks again while it takes longer than one request may. */
async function verify(workspace: string) {
  for (;;) {
    try {
      return await read(api.POST('/api/v1/history/verify', { params: { query: { workspace } } }));
    } catch (error) {
      if (!(error instanceof ProblemError && error.kind === 'too-busy')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

function Verify({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<Verification | null>(null);
  const run = async () => {
    setBusy(true);
    try {
      setFound(await verify(workspace));
    } catch (fault) {
      toast(fault instanceof Error ? fault.message : String(fault), { kind: 'failed' });
    }
    setBusy(false);
  };
  return (
    <div className="verify" role="status">
      <Button onClick={() => void run()} disabled={busy}><ShieldCheck size={16} aria-hidden /> {t(busy ? 'verify.busy' : 'verify')}</Button>
      {found?.verified && <p className="verified">{t('verify.good', { count: found.commits, entries: found.entries, at: sayInstant(found.at) })}</p>}
      {found?.difference && <p className="field-error">{t('verify.bad', found.difference)}</p>}
    </div>
  );
}

export default function AuditPage() {
  const { t, i18n } = useTranslation();
  const workspace = useWorkspace();
  const [filter, setFilter] = useState<HistoryFilter>({});
  const [exporting, setExporting] = useState(-1);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useHistory(workspace, filter);
  const { data: members } = useMembers(workspace);
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  const names = useNames([...entries.map((each) => each.actor), ...(members?.items.map((each) => each.person) ?? [])]);
  const set = (patch: HistoryFilter) => setFilter(Object.fromEntries(Object.entries({ ...filter, ...patch }).filter(([, value]) => value)));
  const titleOf = (entry: Entry) => entry.changes.find((each) => each.field === 'title' || each.field === 'name')?.after as string | undefined;
  const saveAll = async () => {
    try {
      const all = await everything(workspace, filter, setExporting);
      saveFile('tasklog-history.jsonl', 'application/x-ndjson', all.map((each) => JSON.stringify(each)).join('\n') + '\n');
    } catch (fault) {
      toast(fault instanceof Error ? fault.message : String(fault), { kind: 'failed' });
    } finally {
      setExporting(-1);
    }
  };
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header">
        <div>
          <h1>{t('audit')}</h1>
          <p className="subtitle">{t('audit.text')}</p>
        </div>
        <span className="spacer" />
        <Button onClick={() => void saveAll()} disabled={exporting >= 0}>{exporting >= 0 ? t('audit.exporting', { count: exporting }) : t('audit.export')}</Button>
      </header>
      <Verify workspace={workspace} key={workspace} />
      <div className="filters" role="search" aria-label={t('filters')}>
        <Select label={t('audit.type')} value={filter.type ?? ''} onChange={(event) => set({ type: event.target.value })}>
          <option value="">{t('audit.anyType')}</option>
          {types.map((each) => <option key={each} value={each}>{i18n.exists(`event.${each}`) ? t(`event.${each}`) : each}</option>)}
        </Select>
        <Select label={t('audit.person')} value={filter.person ?? ''} onChange={(event) => set({ person: event.target.value })}>
          <option value="">{t('audit.anyone')}</option>
          {members?.items.map((each) => <option key={each.person} value={each.person}>{names.get(each.person) ?? t('someone')}</option>)}
        </Select>
        <Field label={t('audit.after')} type="date" value={filter.after ?? ''} onChange={(event) => set({ after: event.target.value })} />
        <Field label={t('audit.before')} type="date" value={filter.before ?? ''} onChange={(event) => set({ before: event.target.value })} />
      </div>
      {!data ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : entries.length === 0 ? (
        <Empty title={t('audit.none')} />
      ) : (
        <ol className="timeline">
          {entries.map((entry) => (
            <EntryLine key={`${entry.commit}.${entry.number}`} entry={entry} names={names} title={titleOf(entry)}>
              <details>
                <summary>{t('audit.proof')}</summary>
                <dl className="proof">
                  <div><dt>{t('audit.position')}</dt><dd><code>{entry.position}</code></dd></div>
                  <div><dt>{t('audit.commit')}</dt><dd><code>{entry.commit}</code></dd></div>
                  <div><dt>SHA-256</dt><dd><code>{entry.hash}</code></dd></div>
                </dl>
              </details>
            </EntryLine>
          ))}
        </ol>
      )}
      {hasNextPage && <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>{t('showMore')}</Button>}
    </main>
  );
}
