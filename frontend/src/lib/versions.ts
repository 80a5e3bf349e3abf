/**
 * The app's versions. A service worker keeps all parts of the one that runs, so that it goes on without the
 * server and through a deployment; the next one is taken when one wants it.
 */

import { makeListeners } from './listeners';

let newer = false;
let update: ((reload?: boolean) => Promise<void>) | undefined;
let registered: ServiceWorkerRegistration | undefined;
const listeners = makeListeners();

function found() {
  newer = true;
  listeners.tell();
}

export const versions = {
  isNewer: () => newer,
  subscribe: listeners.subscribe,
  /** Loads it. Throws if there is nothing to load: without the server, and without what a worker has kept, the page would be gone. */
  async take() {
    if (update && registered?.waiting) return update(true);
    await fetch('/index.html', { cache: 'no-store' });
    location.reload();
  },
};

const look_ms = 3_600_000;

export async function startVersions() {
  // A part of the app that is not there any more: no worker has kept it.
  addEventListener('vite:preloadError', () => void found());
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  const { registerSW } = await import('virtual:pwa-register');
  update = registerSW({
    onNeedRefresh: found,
    onRegisteredSW(_, registration) {
      registered = registration;
      setInterval(() => void registration?.update().catch(() => {}), look_ms);
    },
  });
}
