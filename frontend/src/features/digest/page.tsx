/** What happened since one looked: by person, by list, and task by task. */
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../ui/Select';
import { Button, Empty, Waiting } from '../../ui/ui';
import type { Digest } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { addTexts } from '../../lib/i18n';
import { useWorkspace } from '../../lib/place';
import { useDigest, useNames } from '../../lib/queries';
import { session } from '../../lib/session';
import { useTitle } from '../../lib/title';
import { toast } from '../../lib/toasts';
import { ListLink, TaskLink } from '../history/links';
import * as said from '../history/texts';
import { lookedUntil, setLooked } from './looked';
import * as texts from './texts';

addTexts(said);
addTexts(texts);

type List = Digest['people'][number]['lists'][number];
type Since = 'looked' | 'today' | 'week';

const week_ms = 7 * 86_400_000;

/** An instant; of what was never looked at, a week ago. */
function startOf(since: Since, workspace: string): string {
  const looked = lookedUntil(workspace);
  if (since === 'looked' && looked) return looked;
  if (since === 'today') return new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
  return new Date(Date.now() - week_ms).toISOString();
}

function InList({ list, names }: { list: List; names: Digest['names'] }) {
  const { t } = useTranslation();
  const more = list.tasksInAll - list.tasks.length;
  return (
    <section>
      <h3>
        {list.ofWorkspace ? (
          t('digest.workspace')
        ) : list.list ? (
          <ListLink id={list.list} name={names[list.list] ?? t('list')} />
        ) : (
          t('inbox')
        )}
      </h3>
      <p className="entry-by">
        {Object.entries(list.events)
          .map(([type, count]) => `${t(`event.${type}`)}: ${String(count)}`)
          .join(' · ')}
      </p>
      <ul className="lines">
        {list.tasks.map(({ task, events }) => (
          <li key={task}>
            <TaskLink id={task} name={names[task] ?? t('history.task')} />
            <span className="entry-by">{events.map((type) => t(`event.${type}`)).join(' · ')}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="entry-by">{t('digest.more', { count: more })}</p>}
    </section>
  );
}

function People({ digest, mine }: { digest: Digest; mine: boolean }) {
  const { t } = useTranslation();
  const people = digest.people.filter((each) => mine || each.person !== session.person);
  const called = useNames(people.map((each) => each.person));
  if (people.length === 0) return <Empty title={t('digest.none')} />;
  return people.map(({ person, lists }) => (
    <section className="section" key={person}>
      <h2 dir="auto">{called.get(person) ?? t('someone')}</h2>
      {lists.map((list) => (
        <InList key={`${list.list ?? ''}${String(list.ofWorkspace)}`} list={list} names={digest.names} />
      ))}
    </section>
  ));
}

/** Of one workspace: another has another start. */
function Happened({ workspace }: { workspace: string }) {
  const { t } = useTranslation();
  const [since, setSince] = useState<Since>('looked');
  const [start, setStart] = useState(() => startOf('looked', workspace));
  const [mine, setMine] = useState(false);
  const { data, error, refetch } = useDigest(workspace, start);
  const choose = (chosen: Since) => {
    setSince(chosen);
    setStart(startOf(chosen, workspace));
  };
  const saw = (until: string) => {
    setLooked(workspace, until);
    setSince('looked');
    setStart(until);
    toast(t('digest.kept'));
  };
  return (
    <>
      <header className="view-header">
        <div>
          <h1>{t('digest')}</h1>
          <p className="subtitle">{t('digest.from', { at: sayInstant(start) })}</p>
        </div>
        <span className="spacer" />
        {data && data.people.length > 0 && (
          <Button look="primary" onClick={() => saw(data.newest)}>
            <Check size={16} aria-hidden /> {t('digest.seen')}
          </Button>
        )}
      </header>
      <div className="filters" role="search" aria-label={t('filters')}>
        <Select
          label={t('digest.since')}
          value={since}
          onChange={(chosen) => choose(chosen as Since)}
          options={(['looked', 'today', 'week'] as const).map((each) => ({ value: each, label: t(`digest.${each}`) }))}
        />
        <label className="chip">
          <input type="checkbox" checked={mine} onChange={(event) => setMine(event.target.checked)} /> {t('digest.mine')}
        </label>
      </div>
      {data && !data.complete && data.oldest && <p role="status">{t('digest.part', { at: sayInstant(data.oldest) })}</p>}
      {data ? <People digest={data} mine={mine} /> : <Waiting error={error} onRetry={() => void refetch()} />}
    </>
  );
}

export default function DigestPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  useTitle(t('digest'));
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <Happened workspace={workspace} key={workspace} />
    </main>
  );
}
