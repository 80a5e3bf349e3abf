/** Keys for other programs. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field } from '../../ui/ui';
import { api, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { attempt } from './attempt';
import { useSecret } from './useSecret';

export function Tokens() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['tokens'], queryFn: () => read(api.GET('/api/v1/tokens')) });
  const [write, setWrite] = useState(false);
  const { secret, text, setText, submit, readAgain } = useSecret('tokens', 'settings:token', async (name) => {
    const { token } = await read(api.POST('/api/v1/tokens', { body: { name, scopes: write ? ['read', 'write'] : ['read'] } }));
    setWrite(false);
    return token;
  });
  return (
    <>
      <form className="inline" onSubmit={(event) => void submit(event)}>
        <Field label={t('tokens.name')} required maxLength={200} value={text} onChange={(event) => setText(event.target.value)} />
        <label className="chip">
          <input type="checkbox" checked={write} onChange={(event) => setWrite(event.target.checked)} /> {t('tokens.write')}
        </label>
        <Button type="submit">{t('tokens.make')}</Button>
      </form>
      {secret && (
        <p className="secret" role="status">
          {t('tokens.made')} <code>{secret}</code>
        </p>
      )}
      <ul className="lines">
        {data?.items.map((each) => (
          <li key={each.id}>
            <strong>{each.name}</strong>{' '}
            <span className="subtitle">
              {each.scopes.join(', ')} · {t('tokens.until', { day: sayInstant(each.expires) })}
            </span>
            <span className="spacer" />
            <Confirm
              label={t('tokens.revoke')}
              title={t('tokens.revoke')}
              text={t('tokens.revokeText', { name: each.name })}
              action={t('tokens.revoke')}
              onConfirm={() =>
                void attempt(api.DELETE('/api/v1/tokens/{token}', { params: { path: { token: each.id } } }), t('tokens.revoked')).then(
                  readAgain,
                )
              }
            />
          </li>
        ))}
      </ul>
    </>
  );
}
