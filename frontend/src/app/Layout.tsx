/** What is around every page of who is signed in. */
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { Keyboard, Menu as MenuIcon, Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bell } from '../components/Bell';
import { Failed } from '../components/Failed';
import { Sidebar } from '../components/Sidebar';
import { Undo } from '../components/Undo';
import { Waits } from '../components/Waits';
import { NewVersion } from '../components/NewVersion';
import { Empty, IconButton, Modal, Sheet } from '../components/ui/ui';
import { Toasts } from '../components/ui/Toasts';
import { Tooltips } from '../components/ui/Tooltips';
import { onLive, startLive, watch } from '../lib/live';
import { useIsMember, usePerson, usePlace, useWorkspace } from '../lib/place';
import { browserZone, followProfile, knownZone, useClockChanges, zone } from '../lib/dates';
import { asksFor } from '../lib/api';
import { outbox } from '../lib/outbox';
import { queryClient, readAgain, readAllAgain, useMe } from '../lib/queries';
import { session } from '../lib/session';
import { useShortcuts } from '../lib/shortcuts';
import { undos } from '../lib/undo';

const Palette = lazy(() => import('../components/Palette'));
const ZoneQuestion = lazy(() => import('../components/ZoneQuestion'));

/** What others change is read again as soon as it can be. */
function useLive(workspace: string) {
  const person = usePerson();
  useEffect(() => (person ? startLive() : undefined), [person]);
  useEffect(() => watch(workspace), [workspace]);
  useEffect(() => onLive((told) => {
    if (told.event === 'reset') void readAllAgain();
    if (told.event === 'gone' && !told.workspace) void session.check();
    // What one has done oneself is being read already.
    const known = told.workspace && told.version !== undefined && asksFor(told.workspace, told.version);
    if ((told.event === 'changed' && !known) || told.event === 'gone') {
      if (told.workspace) void readAgain(told.workspace).catch(() => {});
      void queryClient.invalidateQueries({ queryKey: ['workspaces'] });
    }
    outbox.tryNow();
  }), []);
}

/** How often the profile has changed what day it is. */
function useProfileClock() {
  const { data: profile } = useMe();
  const changes = useClockChanges();
  useEffect(() => {
    if (profile && followProfile(profile)) void queryClient.invalidateQueries();
  }, [profile]);
  const elsewhere = profile && zone !== browserZone && knownZone(zone) !== browserZone && localStorage.getItem('tasklog-zone-asked') !== browserZone;
  return { changes, asks: elsewhere ? profile : undefined };
}

function SearchBox() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const place = usePlace();
  const box = useRef<HTMLInputElement>(null);
  const timer = useRef(0);
  const [text, setText] = useState(place.text ?? '');
  useShortcuts({ '/': () => box.current?.focus() });
  const search = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void navigate({ to: next ? '/all' : '.', search: (now: object) => ({ ...now, text: next || undefined }), replace: place.text !== undefined } as never), 120);
  };
  return (
    <div className="search" role="search">
      <Search size={16} aria-hidden />
      <input ref={box} type="search" value={text} placeholder={t('search')} aria-label={t('search')} onChange={(event) => search(event.target.value)} onKeyDown={(event) => { if (event.key === 'Escape') { search(''); event.currentTarget.blur(); } }} />
      <kbd>/</kbd>
    </div>
  );
}

const keys: [string, string][] = [['q', 'add'], ['/', 'search'], ['j k', 'move'], ['o', 'open'], ['x', 'select'], ['e', 'complete'], ['t', 'today'], ['1 2 3 0', 'priority'], ['Del', 'delete'], ['z', 'undo'], ['b', 'board'], ['f', 'filters'], ['Ctrl K', 'palette'], ['?', 'help'], ['Esc', 'close']];

function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet onClose={onClose} title={t('help')}>
      <dl className="keys">
        {keys.map(([key, name]) => (
          <div key={name}>
            <dt>{key.split(' ').map((each) => <kbd key={each}>{each}</kbd>)}</dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}

/** What is typed while the palette itself is still on its way is not lost. */
function PaletteSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [begun, setBegun] = useState('');
  return (
    <Modal onClose={onClose} label={t('palette')} className="palette-content">
      <Suspense fallback={<div className="palette"><input autoFocus value={begun} aria-label={t('palette.placeholder')} onChange={(event) => setBegun(event.target.value)} /></div>}>
        <Palette begun={begun} onClose={onClose} />
      </Suspense>
    </Modal>
  );
}

/** Of a workspace that one was removed from while looking at it, or by an old link. */
function NoMember() {
  const { t } = useTranslation();
  return (
    <main className="main page" id="main" tabIndex={-1}>
      <Empty title={t('removed.title')} text={t('removed.text')}><Link to="/" search={{}} className="button button-primary">{t('removed.own')}</Link></Empty>
    </main>
  );
}

export function Layout() {
  const { t } = useTranslation();
  const workspace = useWorkspace();
  const person = usePerson();
  const [open, setOpen] = useState<'palette' | 'help' | 'menu' | null>(null);
  useLive(workspace);
  const clock = useProfileClock();
  const member = useIsMember();
  const pathname = useLocation({ select: (place) => place.pathname });
  useShortcuts({ 'mod+k': () => setOpen('palette'), '?': () => setOpen('help'), z: undos.runNewest, 'mod+z': undos.runNewest });
  return (
    <>
      <div className="app" key={person}>
        <a href="#main" className="skip">{t('skip')}</a>
        <header className="top">
          <button type="button" className="icon-button menu-button" aria-label={t('menu')} onClick={() => setOpen('menu')}><MenuIcon size={20} /></button>
          <span className="brand"><img src="/icon.svg" alt="" width={24} height={24} /> Tasklog</span>
          <SearchBox />
          <span className="spacer" />
          <IconButton label={t('help')} keys="?" className="wide-only" onClick={() => setOpen('help')}><Keyboard size={18} /></IconButton>
          <Waits />
          <Undo />
          <Bell />
        </header>
        <nav className="sidebar" aria-label={t('menu')}><Sidebar /></nav>
        <Failed key={pathname}>{member ? <Outlet key={clock.changes} /> : <NoMember />}</Failed>
        <NewVersion />
        {open === 'palette' && <PaletteSheet onClose={() => setOpen(null)} />}
        {open === 'help' && <Help onClose={() => setOpen(null)} />}
        {open === 'menu' && (
          <Modal label={t('menu')} className="drawer" onClose={() => setOpen(null)}>
            <nav className="drawer-body" aria-label={t('menu')} onClick={(event) => (event.target as HTMLElement).closest('a') && setOpen(null)}><Sidebar /></nav>
          </Modal>
        )}
        {clock.asks && <Suspense><ZoneQuestion profile={clock.asks} /></Suspense>}
        <Toasts />
      </div>
      <Tooltips />
    </>
  );
}
