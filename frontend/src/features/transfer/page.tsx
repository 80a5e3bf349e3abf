/** Bringing tasks in from a file, and taking all of them out. The server reads the files. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/ui';
import { api } from '../../lib/api';
import { saveFile } from '../../lib/files';
import { addTexts } from '../../lib/i18n';
import { useCanEdit, useWorkspace } from '../../lib/place';
import { sayError } from '../../lib/problems';
import { useTitle } from '../../lib/title';
import { toast } from '../../lib/toasts';
import * as texts from './texts';
import { Run } from './Run';
import { useImport } from './useImport';

addTexts(texts);

async function allLines(workspace: string, onCount: (lines: number) => void): Promise<string> {
  let text = '';
  for (let cursor: string | null = ''; cursor !== null;) {
    const answer: { data?: string; response: Response } = await api.GET('/api/v1/export', {
      params: { query: { workspace, ...(cursor && { cursor }) } },
      parseAs: 'text',
    });
    text += answer.data;
    onCount(text.split('\n').length - 1);
    cursor = answer.response.headers.get('Tasklog-Next');
  }
  return text;
}

export default function TransferPage() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const canEdit = useCanEdit();
  useTitle(t('transfer'));
  const { run, report, uploading, upload, start, undo, close } = useImport(workspace);
  const [read, setRead] = useState<number | null>(null);

  const take = async () => {
    setRead(0);
    try {
      saveFile('tasklog.jsonl', 'application/x-ndjson', await allLines(workspace, setRead));
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
    setRead(null);
  };
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <header className="view-header">
        <h1>{t('transfer')}</h1>
      </header>
      {canEdit && (
        <section className="section">
          <h2>{t('transfer.import')}</h2>
          {run ? (
            <Run run={run} report={report} onStart={start} onUndo={undo} onClose={close} />
          ) : (
            <>
              <p>{t('transfer.importText')}</p>
              <label className="button button-primary file">
                {t('transfer.choose')}
                <input
                  type="file"
                  accept=".ics,.csv,.txt,.jsonl"
                  disabled={uploading}
                  onChange={(event) => {
                    const file = event.target.files?.[0];
                    event.target.value = '';
                    if (file) void upload(file);
                  }}
                />
              </label>
              {uploading && <p role="status">{t('transfer.uploading')}</p>}
            </>
          )}
        </section>
      )}
      <section className="section">
        <h2>{t('transfer.export')}</h2>
        <p>{t('transfer.exportText')}</p>
        <Button onClick={() => void take()} disabled={read !== null}>
          {t('transfer.export')}
        </Button>
        {read !== null && <p role="status">{t('transfer.count', { count: read })}</p>}
      </section>
    </main>
  );
}
