/** What an import has found, does, or has done. */
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/ui';
import type { Import } from '../../lib/api';
import type { ReportLine } from './useImport';

const shown_lines = 20;

function Progress({ text, done, all }: { text: string; done?: number; all?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status" className="progress">
      <progress value={all ? done : undefined} max={all || undefined} aria-label={t('transfer.progress')} />
      {text}
    </div>
  );
}

function Report({ lines, count }: { lines: ReportLine[]; count: number }) {
  const { t } = useTranslation();
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{t('transfer.report')}</h3>
      <ul className="faults">
        {lines.slice(0, shown_lines).map((each, index) => (
          <li key={index}>{t('transfer.line', each)}</li>
        ))}
        {count > shown_lines && <li>{t('transfer.and', { count: count - shown_lines })}</li>}
      </ul>
    </>
  );
}

function Ready({
  run,
  report,
  onStart,
  onClose,
}: {
  run: Import;
  report: ReactNode;
  onStart: (bringBack: boolean) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [bringBack, setBringBack] = useState(false);
  const { tasks, lists, there, gone } = run.found;
  const nothing = tasks === 0 && lists === 0;
  return (
    <>
      <p role="status">
        {nothing ? t('transfer.none') : t('transfer.found', { count: tasks })}
        {there > 0 && ` ${t('transfer.there', { count: there })}`}
        {gone > 0 && ` ${t('transfer.gone', { count: gone })}`}
      </p>
      {run.sample.length > 0 && (
        <>
          <h3>{t('transfer.sample')}</h3>
          <ul className="sample">
            {run.sample.slice(0, 10).map((each, index) => (
              <li key={index}>{String(each.title)}</li>
            ))}
            {tasks > 10 && <li>{t('transfer.and', { count: tasks - 10 })}</li>}
          </ul>
        </>
      )}
      {report}
      {gone > 0 && (
        <label className="check">
          <input type="checkbox" checked={bringBack} onChange={(event) => setBringBack(event.target.checked)} /> {t('transfer.bringBack')}
        </label>
      )}
      <div className="actions">
        {!nothing && (
          <Button look="primary" onClick={() => onStart(bringBack)}>
            {t('transfer.start')}
          </Button>
        )}
        <Button onClick={onClose}>{t('transfer.discard')}</Button>
      </div>
    </>
  );
}

export function Run({
  run,
  report,
  onStart,
  onUndo,
  onClose,
}: {
  run: Import;
  report: ReportLine[];
  onStart: (bringBack: boolean) => void;
  onUndo: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const counts = run.state === 'reading' || run.state === 'ready' ? run.found : run.made;
  const lines = <Report lines={report} count={counts.skipped + counts.lost} />;
  return (
    <>
      {run.fileName && (
        <p>
          <strong>{run.fileName}</strong>
        </p>
      )}
      {run.state === 'reading' && <Progress text={t('transfer.reading')} />}
      {run.state === 'ready' && <Ready run={run} report={lines} onStart={onStart} onClose={onClose} />}
      {run.state === 'running' && (
        <Progress text={t('transfer.running', { done: run.done, all: run.items })} done={run.done} all={run.items} />
      )}
      {run.state === 'undoing' && <Progress text={t('transfer.undoing')} />}
      {run.state === 'done' && (
        <p role="status">
          {t('transfer.done', { count: run.made.tasks })}
          {run.broughtBack > 0 && ` ${t('transfer.broughtBack', { count: run.broughtBack })}`}
          {run.made.there > 0 && ` ${t('transfer.there', { count: run.made.there })}`}
          {run.made.gone > 0 && ` ${t('transfer.gone', { count: run.made.gone })}`}
        </p>
      )}
      {run.state === 'undone' && (
        <p role="status">
          {t('transfer.undone', { count: run.undone })}
          {run.kept > 0 && ` ${t('transfer.kept', { count: run.kept })}`}
        </p>
      )}
      {run.state === 'failed' && <p role="alert">{t('transfer.failed', { why: run.why })}</p>}
      {run.state !== 'ready' && lines}
      {(run.state === 'reading' || run.state === 'running' || run.state === 'undoing') && (
        <div className="actions">
          <Button onClick={onClose}>{t('transfer.stop')}</Button>
        </div>
      )}
      {(run.state === 'done' || run.state === 'undone' || run.state === 'failed') && (
        <div className="actions">
          <Button look="primary" onClick={onClose}>
            {t('transfer.another')}
          </Button>
          {run.state === 'failed' && run.items > 0 && <Button onClick={() => onStart(run.bringBack)}>{t('transfer.startAgain')}</Button>}
          {run.state !== 'undone' && run.made.tasks > 0 && <Button onClick={onUndo}>{t('transfer.undo')}</Button>}
        </div>
      )}
    </>
  );
}
