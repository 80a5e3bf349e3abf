/** Addresses that are told of what happens. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field } from '../../ui/ui';
import { api, read } from '../../lib/api';
import { attempt } from './attempt';
import { useSecret } from './useSecret';

export function Webhooks() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['webhooks'], queryFn: () => read(api.GET('/api/v1/webhooks')) });
  const { secret, text, setText, submit, readAgain } = useSecret(
    'webhooks',
    'settings:webhook',
    async (url) => (await read(api.POST('/api/v1/webhooks', { body: { url } }))).secret,
  );
  return (
    <>
      <form className="inline" onSubmit={(event) => void submit(event)}>
        <Field
          label={t('webhooks.url')}
          type="url"
          required
          placeholder="https://example.org/hook"
          maxLength={2000}
          value={text}
          onChange={(event) => setText(event.target.value)}
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
                ).then(readAgain)
              }
            />
          </li>
        ))}
      </ul>
    </>
  );
}
