/** The name and words of a saved filter: of a new one, or of one that there is. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SavedFilter } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { usePerson, useWorkspace } from '../../lib/place';
import { countOf } from '../../lib/queries';
import { Button, Field, Sheet } from '../../ui/ui';
import { sayFault } from '../tasks/sayFault';
import { saveFilter } from './saved';

type Props = { filter?: SavedFilter; words?: string; onClose: () => void; onSaved?: (id: string) => void };

/** `words`: of a new one, to begin with. */
export default function FilterDialog({ filter, words: first = '', onClose, onSaved }: Props) {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const shared = usePerson() !== workspace;
  const client = useQueryClient();
  const place = `filter:${filter?.id ?? workspace}`;
  const [nameDraft, setName, forgetName] = useDraft(`${place}:name`);
  const [wordsDraft, setWords, forgetWords] = useDraft<{ of: string }>(`${place}:words`);
  const name = nameDraft?.text ?? filter?.name ?? '';
  const begun = filter?.words ?? first;
  const words = wordsDraft?.more?.of === begun ? wordsDraft.text : begun; // what was typed for another view is not meant here
  const [asked, setAsked] = useState(words);
  const { data, error } = useQuery(countOf(workspace, asked.trim()));
  const fault = asked === words ? sayFault(error) : undefined;
  const found = asked === words && data ? t(data.more ? 'saved.many' : 'tasksCounted', { count: data.count }) : undefined;
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const now = { id: filter?.id ?? crypto.randomUUID(), name: name.trim(), words: words.trim() };
    if (!now.name || !now.words) return;
    setAsked(words);
    const why = await client.fetchQuery(countOf(workspace, now.words)).then(
      () => null,
      (failed: Error) => sayFault(failed),
    );
    if (why) return; // it is said beside the words
    forgetName();
    forgetWords();
    onClose();
    if (!filter || filter.name !== now.name || filter.words !== now.words) void saveFilter(workspace, now, filter);
    onSaved?.(now.id);
  };
  return (
    <Sheet title={t(filter ? 'saved.edit' : 'saved.save')} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void save(event)}>
        <Field label={t('saved.name')} value={name} maxLength={200} required autoFocus onChange={(event) => setName(event.target.value)} />
        <Field
          label={t('saved.words')}
          value={words}
          maxLength={1000}
          required
          spellCheck={false}
          autoComplete="off"
          hint={found}
          error={fault}
          onChange={(event) => setWords(event.target.value, { of: begun })}
          onBlur={() => setAsked(words)}
        />
        {shared && <p className="field-hint">{t('saved.shared')}</p>}
        <div className="actions">
          <span className="spacer" />
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button look="primary" type="submit">
            {t('save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
