/** The newest import of this workspace, which the server goes on with whether this page is open or not. */
import { useCallback, useEffect, useState } from 'react';
import { api, type Import, problemOf, read } from '../../lib/api';
import { zone } from '../../lib/dates';
import { i18n } from '../../lib/i18n';
import { sayError } from '../../lib/problems';
import { readAgain } from '../../lib/queries';
import { session } from '../../lib/session';
import { toast } from '../../lib/toasts';

export type ReportLine = { line: number; why: string; skipped: boolean };

const between_looks_ms = 400;
const most_bytes = 100_000_000;
const closed_key = 'tasklog-import-closed';

function isBusy(run: Import | null) {
  return run?.state === 'reading' || run?.state === 'running' || run?.state === 'undoing';
}

export function useImport(workspace: string) {
  const [run, setRun] = useState<Import | null>(null);
  const [report, setReport] = useState<ReportLine[]>([]);
  const [uploading, setUploading] = useState(false);

  const fail = (error: unknown) => toast(sayError(error), { kind: 'failed' });
  const show = useCallback(
    async (now: Import) => {
      const path = { import: now.id };
      const lines = await read(api.GET('/api/v1/imports/{import}/report', { params: { path } }));
      setReport(lines.items);
      setRun(now);
      if (!isBusy(now)) await readAgain(workspace);
    },
    [workspace],
  );

  // One that was begun before, here or elsewhere.
  useEffect(() => {
    let gone = false;
    void read(api.GET('/api/v1/imports'))
      .then(({ items }) => {
        const newest = items.find((each) => each.workspace === workspace);
        if (!gone && newest && newest.id !== sessionStorage.getItem(closed_key)) void show(newest).catch(fail);
      })
      .catch(fail);
    return () => {
      gone = true;
    };
  }, [workspace, show]);

  const busy = isBusy(run);
  const id = run?.id;
  useEffect(() => {
    if (!busy || !id) return;
    const timer = setInterval(
      () =>
        void read(api.GET('/api/v1/imports/{import}', { params: { path: { import: id } } }))
          .then(show)
          .catch(fail),
      between_looks_ms,
    );
    return () => clearInterval(timer);
  }, [busy, id, show]);

  const upload = async (file: File) => {
    if (file.size > most_bytes) return fail(i18n.t('transfer.tooLarge'));
    setUploading(true);
    try {
      const query = new URLSearchParams({ name: file.name, zone, workspace });
      const token = await session.token();
      const answer = await fetch(`/api/v1/imports?${query}`, {
        method: 'POST',
        body: file,
        headers: { 'Content-Type': 'application/octet-stream', Authorization: `Bearer ${token}` },
      });
      if (!answer.ok) throw new Error((await problemOf(answer)).detail);
      await show((await answer.json()) as Import);
    } catch (error) {
      fail(error);
    }
    setUploading(false);
  };
  const start = async (bringBack: boolean) => {
    if (run)
      await read(api.POST('/api/v1/imports/{import}/start', { params: { path: { import: run.id } }, body: { bringBack } }))
        .then(show)
        .catch(fail);
  };
  const undo = async () => {
    if (run)
      await read(api.POST('/api/v1/imports/{import}/undo', { params: { path: { import: run.id } } }))
        .then(show)
        .catch(fail);
  };
  /** What has not been brought in is thrown away; a finished one can be undone for a day elsewhere, too. */
  const close = async () => {
    if (!run) return;
    sessionStorage.setItem(closed_key, run.id);
    if (run.state !== 'done' && run.state !== 'undone')
      await api.DELETE('/api/v1/imports/{import}', { params: { path: { import: run.id } } }).catch(fail);
    setRun(null);
    setReport([]);
  };
  return {
    run,
    report,
    uploading,
    upload,
    start: (bringBack: boolean) => void start(bringBack),
    undo: () => void undo(),
    close: () => void close(),
  };
}
