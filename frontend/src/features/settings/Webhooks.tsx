/** Addresses that are told of what happens. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field } from '../../ui/ui';
import { api, read } from '../../lib/api';
import { useDraft } from '../../lib/drafts';
import { queryClient } from '../../lib/queries';
import { sayError } from '../../lib/problems';
import { toast } from '../../lib/toasts';
import { attempt } from './attempt';

export function Webhooks() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['webhooks'], queryFn: () => read(api.GET('/api/v1/webhooks')) });
  const [secret, setSecret] = useState('');
  const [draft, setUrl, forgetUrl] = useDraft('settings:webhook');
  const url = draft?.text ?? '';
  const again = () => queryClient.invalidateQueries({ queryKey: ['webhooks'] });
  const add = async () => {
    try {
      setSecret((await read(api.POST('/api/v1/webhooks', { body: { url } }))).secret);
      forgetUrl();
      await again();
    } catch (error) {
      toast(sayError(error), { kind: 'failed' });
    }
  };
  return (
    <>
      <form
        className="inline"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label={t('webhooks.url')}
          type="url"
          required
          placeholder="https://example.org/hook"
          maxLength={2000}
          value={url}
          onChange={(event) => setUrl(event.target.value)}
        />
        <Button type="submit">{t('webhooks.add')}</Button>
      </form>
      {secret && (
        <p className="secret" role="status">
          {t('webhooks.secret')} <code>{secret}</code>
        </p>
      )}
      <ul className="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <span className="agent">{each.url}</span>
            <span className="spacer" />
            <Confirm
              label={t('webhooks.remove')}
              title={t('webhooks.remove')}
              text={t('webhooks.removeText', { url: each.url })}
              action={t('webhooks.remove')}
              onConfirm={() =>
                void attempt(
                  api.DELETE('/api/v1/webhooks/{webhook}', { params: { path: { webhook: each.id } } }),
                  t('webhooks.removed'),
                ).then(again)
              }
            />
          </li>
        ))}
      </ul>
    </>
  );
}
