/** Every event of a workspace: who, when, from where, with what before and after. */
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Timeline } from './Timeline';
import { DayField } from '../../ui/DateField';
import { Select } from '../../ui/Select';
import { Button, Empty, Waiting } from '../../ui/ui';
import { type Entry, api, ProblemError, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { saveFile } from '../../lib/files';
import { peopleIn } from './entries';
import { useCanEdit, useWorkspace } from '../../lib/place';
import { sayError } from '../../lib/problems';
import { type HistoryFilter, useHistory, useMembers, useNames } from '../../lib/queries';
import { useTitle } from '../../lib/title';
import { toast } from '../../lib/toasts';
import { en as texts } from './texts';

async function everything(workspace: string, filter: HistoryFilter, onCount: (count: number) => void): Promise<Entry[]> {
  const out: Entry[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Entry[]; next: string | null } = (await read(
      api.GET('/api/v1/history', { params: { query: { workspace, ...filter, order: 'asc', limit: 500, ...(cursor && { cursor }) } } }),
    )) as never;
    out.push(...page.items);
    onCount(out.length);
    cursor = page.next;
  }
  return out;
}

const types = Object.keys(texts)
  .filter((key) => key.startsWith('event.'))
  .map((key) => key.slice('event.'.length));

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
      toast(sayError(fault), { kind: 'failed' });
    }
    setBusy(false);
  };
  return (
    <div className="verify" role="status">
      <Button onClick={() => void run()} disabled={busy}>
        <ShieldCheck size={16} aria-hidden /> {t(busy ? 'verify.busy' : 'verify')}
      </Button>
      {found?.verified && (
        <p className="verified">{t('verify.good', { count: found.commits, entries: found.entries, at: sayInstant(found.at) })}</p>
      )}
      {found?.difference && <p className="field-error">{t('verify.bad', found.difference)}</p>}
    </div>
  );
}

export default function AuditPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const canEdit = useCanEdit();
  useTitle(t('audit'));
  const [filter, setFilter] = useState<HistoryFilter>({});
  const [exporting, setExporting] = useState(-1);
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useHistory(workspace, filter);
  const { data: members } = useMembers(workspace);
  const entries = data?.pages.flatMap((page) => page.items) ?? [];
  const names = useNames([...peopleIn(entries), ...(members?.items.map((each) => each.person) ?? [])]);
  const set = (patch: HistoryFilter) => setFilter(Object.fromEntries(Object.entries({ ...filter, ...patch }).filter(([, value]) => value)));
  const proof = (entry: Entry) => (
    <details>
      <summary>{t('audit.proof')}</summary>
      <dl className="proof">
        <div>
          <dt>{t('audit.position')}</dt>
          <dd>
            <code>{entry.position}</code>
          </dd>
        </div>
        <div>
          <dt>{t('audit.commit')}</dt>
          <dd>
            <code>{entry.commit}</code>
          </dd>
        </div>
        <div>
          <dt>SHA-256</dt>
          <dd>
            <code>{entry.hash}</code>
          </dd>
        </div>
      </dl>
    </details>
  );
  const saveAll = async () => {
    try {
      const all = await everything(workspace, filter, setExporting);
      saveFile('tasklog-history.jsonl', 'application/x-ndjson', all.map((each) => JSON.stringify(each)).join('\n') + '\n');
    } catch (fault) {
      toast(sayError(fault), { kind: 'failed' });
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
        <Button onClick={() => void saveAll()} disabled={exporting >= 0}>
          {exporting >= 0 ? t('audit.exporting', { count: exporting }) : t('audit.export')}
        </Button>
      </header>
      <Verify workspace={workspace} key={workspace} />
      <div className="filters" role="search" aria-label={t('filters')}>
        <Select
          label={t('audit.type')}
          value={filter.type ?? ''}
          onChange={(type) => set({ type })}
          options={[{ value: '', label: t('audit.anyType') }, ...types.map((each) => ({ value: each, label: t(`event.${each}`) }))]}
        />
        <Select
          label={t('audit.person')}
          value={filter.person ?? ''}
          onChange={(person) => set({ person })}
          options={[
            { value: '', label: t('audit.anyone') },
            ...(members?.items ?? []).map((each) => ({ value: each.person, label: names.get(each.person) ?? t('someone') })),
          ]}
        />
        <DayField label={t('audit.after')} value={filter.after ?? ''} onChange={(after) => set({ after })} />
        <DayField label={t('audit.before')} value={filter.before ?? ''} onChange={(before) => set({ before })} />
      </div>
      {!data ? (
        <Waiting error={error} onRetry={() => void refetch()} />
      ) : entries.length === 0 ? (
        <Empty title={t('audit.none')} />
      ) : (
        <Timeline entries={entries} people={names} workspace={workspace} canEdit={canEdit} more={proof} />
      )}
      {hasNextPage && (
        <Button onClick={() => void fetchNextPage()} disabled={isFetchingNextPage}>
          {t('showMore')}
        </Button>
      )}
    </main>
  );
}
