/** Bringing tasks in from a file, and taking all of them out. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/ui/ui';
import { api, type Command, read, type Task } from '../../lib/api';
import { send } from '../../lib/commands';
import { saveFile } from '../../lib/files';
import { useCanEdit, useWorkspace } from '../../lib/place';
import { readAgain } from '../../lib/queries';
import { toast } from '../../lib/toasts';
import { commandsOf } from './formats';

const at_once = 200;

type Progress = { done: number; all: number } | null;

async function allTasks(workspace: string, onCount: (count: number) => void): Promise<Task[]> {
  const out: Task[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Task[]; next: string | null } = (await read(api.GET('/api/v1/tasks', { params: { query: { workspace, sort: 'created', limit: 500, ...(cursor && { cursor }) } } }))) as never;
    out.push(...page.items);
    onCount(out.length);
    cursor = page.next;
  }
  return out;
}

export default function TransferPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const canEdit = useCanEdit();
  const [progress, setProgress] = useState<Progress>(null);
  const [faults, setFaults] = useState<string[]>([]);

  const bring = async (file: File) => {
    const { commands, bad } = await commandsOf(file.name, await file.text());
    setFaults(bad.map((each) => t('transfer.badLine', { line: each })));
    setProgress({ done: 0, all: commands.length });
    try {
      for (let at = 0; at < commands.length; at += at_once) {
        await send(workspace, commands.slice(at, at + at_once) as Command[]);
        setProgress({ done: Math.min(at + at_once, commands.length), all: commands.length });
      }
      toast(t('transfer.brought', { count: commands.filter((each) => each.type === 'CreateTask').length }));
    } catch (error) {
      setFaults((now) => [...now, error instanceof Error ? error.message : String(error)]);
    }
    await readAgain(workspace);
    setProgress(null);
  };
  const take = async () => {
    try {
      const tasks = await allTasks(workspace, (done) => setProgress({ done, all: 0 }));
      saveFile('tasklog.jsonl', 'application/x-ndjson', tasks.map((each) => JSON.stringify(each)).join('\n') + '\n');
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), { kind: 'failed' });
    }
    setProgress(null);
  };
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header"><h1>{t('transfer')}</h1></header>
      {canEdit && (
        <section className="section">
          <h2>{t('transfer.import')}</h2>
          <p>{t('transfer.importText')}</p>
          <label className="button button-primary file">
            {t('transfer.choose')}
            <input type="file" accept=".txt,.jsonl" disabled={progress !== null} onChange={(event) => { const file = event.target.files?.[0]; event.target.value = ''; if (file) void bring(file); }} />
          </label>
          {faults.length > 0 && <ul className="faults" role="alert">{faults.slice(0, 20).map((each) => <li key={each}>{each}</li>)}</ul>}
        </section>
      )}
      <section className="section">
        <h2>{t('transfer.export')}</h2>
        <p>{t('transfer.exportText')}</p>
        <Button onClick={() => void take()} disabled={progress !== null}>{t('transfer.export')}</Button>
      </section>
      {progress && (
        <div role="status" className="progress">
          <progress value={progress.all ? progress.done : undefined} max={progress.all || undefined} aria-label={t('transfer.progress')} />
          {progress.all ? t('transfer.of', progress) : t('transfer.count', { count: progress.done })}
        </div>
      )}
    </main>
  );
}
