/** What is around every page of who is signed in. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Keyboard } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Bell } from './Bell';
import { BottomBar } from './BottomBar';
import { Failed } from '../outbox/Failed';
import { SearchBox } from './SearchBox';
import { Sidebar } from './Sidebar';
import { Undo } from '../outbox/Undo';
import { Waits } from '../outbox/Waits';
import { NewVersion } from './NewVersion';
import { Empty, IconButton, Modal, Sheet } from '../../ui/ui';
import { Toasts } from '../../ui/Toasts';
import { Tooltips } from '../../ui/Tooltips';
import { onLive, startLive, watch } from '../../lib/live';
import { useIsMember, usePerson, useWorkspace } from '../../lib/place';
import { browserZone, followProfile, knownZone, useClockChanges, zone } from '../../lib/dates';
import { asksFor } from '../../lib/api';
import { outbox } from '../../lib/outbox';
import { queryClient, readAgain, readAllAgain, useMe } from '../../lib/queries';
import { session } from '../../lib/session';
import { useShortcuts, useSingleKeys } from '../../lib/shortcuts';
import { undos } from '../../lib/undo';

const Palette = lazy(() => import('./Palette'));
const ZoneQuestion = lazy(() => import('./ZoneQuestion'));

/** What others change is read again as soon as it can be. */
function useLive(workspace: string) {
  const person = usePerson();
  useEffect(() => (person ? startLive() : undefined), [person]);
  useEffect(() => watch(workspace), [workspace]);
  useEffect(
    () =>
      onLive((told) => {
        if (told.event === 'reset') void readAllAgain();
        if (told.event === 'gone' && !told.workspace) void session.check();
        // What one has done oneself is being read already.
        const known = told.workspace && told.version !== undefined && asksFor(told.workspace, told.version);
        if ((told.event === 'changed' && !known) || told.event === 'gone') {
          if (told.workspace) void readAgain(told.workspace).catch(() => {});
          void queryClient.invalidateQueries({ queryKey: ['workspaces'] });
        }
        outbox.tryNow();
      }),
    [],
  );
}

/** How often the profile has changed what day it is. */
function useProfileClock() {
  const { data: profile } = useMe();
  const changes = useClockChanges();
  useEffect(() => {
    if (profile && followProfile(profile)) void queryClient.invalidateQueries();
  }, [profile]);
  const elsewhere =
    profile && zone !== browserZone && knownZone(zone) !== browserZone && localStorage.getItem('tasklog-zone-asked') !== browserZone;
  return { changes, asks: elsewhere ? profile : undefined };
}

const keys: [string, string][] = [
  ['q', 'add'],
  ['/', 'search'],
  ['j k', 'move'],
  ['o ↵', 'open'],
  ['x', 'select'],
  ['e', 'complete'],
  ['t', 'today'],
  ['1 2 3 0', 'priority'],
  ['Del', 'delete'],
  ['z', 'undo'],
  ['b', 'board'],
  ['f', 'filters'],
  ['Ctrl K', 'palette'],
  ['?', 'help'],
  ['Esc', 'close'],
];

function Help({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [single, setSingle] = useSingleKeys();
  return (
    <Sheet onClose={onClose} title={t('help')}>
      <label className="chip">
        <input type="checkbox" checked={single} onChange={(event) => setSingle(event.target.checked)} /> {t('keys.single')}
      </label>
      <dl className="keys">
        {keys.map(([key, name]) => (
          <div key={name}>
            <dt>
              {key.split(' ').map((each) => (
                <kbd key={each}>{each}</kbd>
              ))}
            </dt>
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
      <Suspense
        fallback={
          <div className="palette">
            <input autoFocus value={begun} aria-label={t('palette.placeholder')} onChange={(event) => setBegun(event.target.value)} />
          </div>
        }
      >
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
      <Empty title={t('removed.title')} text={t('removed.text')}>
        <Link to="/" search={{}} className="button button-primary">
          {t('removed.own')}
        </Link>
      </Empty>
    </main>
  );
}

/** `children`: in the place of the page, where there is none. */
export function Layout({ children }: { children?: ReactNode }) {
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
        <a href="#main" className="skip">
          {t('skip')}
        </a>
        <header className="top">
          <span className="brand">
            <img src="/icon.svg" alt="" width={24} height={24} /> Tasklog
          </span>
          <SearchBox />
          <span className="spacer" />
          <IconButton label={t('help')} keys="?" className="wide-only" onClick={() => setOpen('help')}>
            <Keyboard size={18} />
          </IconButton>
          <Waits />
          <Undo />
          <Bell />
        </header>
        <nav className="sidebar" aria-label={t('menu')}>
          <Sidebar />
        </nav>
        <Failed key={pathname}>{children ?? (member ? <Outlet key={clock.changes} /> : <NoMember />)}</Failed>
        <BottomBar onMenu={() => setOpen('menu')} />
        <NewVersion />
        {open === 'palette' && <PaletteSheet onClose={() => setOpen(null)} />}
        {open === 'help' && <Help onClose={() => setOpen(null)} />}
        {open === 'menu' && (
          <Modal label={t('menu')} className="drawer" onClose={() => setOpen(null)}>
            <nav
              className="drawer-body"
              aria-label={t('menu')}
              onClick={(event) => (event.target as HTMLElement).closest('a') && setOpen(null)}
            >
              <Sidebar />
            </nav>
          </Modal>
        )}
        {clock.asks && (
          <Suspense>
            <ZoneQuestion profile={clock.asks} />
          </Suspense>
        )}
        <Toasts />
      </div>
      <Tooltips />
    </>
  );
}
