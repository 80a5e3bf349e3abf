/** Keys for other programs. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Confirm, Field } from '../../ui/ui';
import { api, read } from '../../lib/api';
import { sayInstant } from '../../lib/dates';
import { useDraft } from '../../lib/drafts';
import { queryClient } from '../../lib/queries';
import { sayError } from '../../lib/problems';
import { toast } from '../../lib/toasts';
import { attempt } from './attempt';

export function Tokens() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: ['tokens'], queryFn: () => read(api.GET('/api/v1/tokens')) });
  const [made, setMade] = useState('');
  const [draft, setName, forgetName] = useDraft('settings:token');
  const name = draft?.text ?? '';
  const [write, setWrite] = useState(false);
  const again = () => queryClient.invalidateQueries({ queryKey: ['tokens'] });
  const make = async () => {
    try {
      setMade((await read(api.POST('/api/v1/tokens', { body: { name, scopes: write ? ['read', 'write'] : ['read'] } }))).token);
      forgetName();
      setWrite(false);
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
          void make();
        }}
      >
        <Field label={t('tokens.name')} required maxLength={200} value={name} onChange={(event) => setName(event.target.value)} />
        <label className="chip">
          <input type="checkbox" checked={write} onChange={(event) => setWrite(event.target.checked)} /> {t('tokens.write')}
        </label>
        <Button type="submit">{t('tokens.make')}</Button>
      </form>
      {made && (
        <p className="secret" role="status">
          {t('tokens.made')} <code>{made}</code>
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
                  again,
                )
              }
            />
          </li>
        ))}
      </ul>
    </>
  );
}
