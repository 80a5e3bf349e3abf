/** Finds tasks while one types, and leads back to where one was. */
import { useLocation, useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlace } from '../../lib/place';
import { useShortcuts } from '../../lib/shortcuts';

const pause_ms = 120;

export function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const place = usePlace();
  const pathname = useLocation({ select: (at) => at.pathname });
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  const before = useRef<{ to: string; search: object } | null>(null);
  const [typed, setTyped] = useState<string | null>(null); // until the page shows it
  const searched = place.text ?? '';
  if (typed !== null && typed === searched) setTyped(null);
  useShortcuts({
    '/': () => {
      box.current?.focus();
      box.current?.select();
    },
  });
  const search = (next: string) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(
      () => {
        if (!searched && next) before.current = { to: pathname, search: place };
        const back = next ? null : (before.current ?? { to: pathname, search: { ...place, text: undefined } });
        const to = back ?? { to: '/all', search: { workspace: place.workspace, sort: searched ? place.sort : undefined, text: next } };
        void navigate({ ...to, replace: searched !== '' } as never);
      },
      next ? pause_ms : 0,
    );
  };
  return (
    <div className="search" role="search">
      <Search size={16} aria-hidden />
      <input
        ref={box}
        id="search"
        type="search"
        dir="auto"
        value={typed ?? searched}
        placeholder={t('search')}
        aria-label={t('search')}
        onChange={(event) => search(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            search('');
            event.currentTarget.blur();
          }
        }}
      />
      <kbd>/</kbd>
    </div>
  );
}
