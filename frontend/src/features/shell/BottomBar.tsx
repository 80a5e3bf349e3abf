/** Where a thumb reaches: the places one is in most, and a new task. */
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { CalendarDays, Inbox, Menu as MenuIcon, Plus, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { adding } from '../../lib/adding';
import { useCanEdit, usePlace } from '../../lib/place';

const views = /^\/($|upcoming|inbox|all|assigned|done|lists\/|tags\/)/;

export function BottomBar({ onMenu }: { onMenu: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const place = usePlace();
  const canEdit = useCanEdit();
  const pathname = useLocation({ select: (at) => at.pathname });
  const add = () => {
    adding.ask();
    if (!views.test(pathname)) void navigate({ to: '/', search: { workspace: place.workspace } } as never);
  };
  return (
    <nav className="bottom" aria-label={t('menu.places')}>
      <Link
        to="/"
        search={{ workspace: place.workspace }}
        className="bottom-item"
        activeOptions={{ exact: true, includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <CalendarDays size={20} aria-hidden />
        {t('today')}
      </Link>
      <Link
        to="/inbox"
        search={{ workspace: place.workspace }}
        className="bottom-item"
        activeOptions={{ includeSearch: false }}
        activeProps={{ 'aria-current': 'page' }}
      >
        <Inbox size={20} aria-hidden />
        {t('inbox')}
      </Link>
      {canEdit && (
        <button type="button" className="bottom-add" aria-label={t('form.add')} onClick={add}>
          <Plus size={24} aria-hidden />
        </button>
      )}
      <button type="button" className="bottom-item" onClick={() => document.getElementById('search')?.focus()}>
        <Search size={20} aria-hidden />
        {t('search')}
      </button>
      <button type="button" className="bottom-item" onClick={onMenu}>
        <MenuIcon size={20} aria-hidden />
        {t('menu')}
      </button>
    </nav>
  );
}
