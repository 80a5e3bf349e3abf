import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { forgetDrafts } from './lib/drafts';
import { startI18n } from './lib/i18n';
import { openKept, startKeeping } from './lib/kept';
import { outbox } from './lib/outbox';
import { queryClient } from './lib/queries';
import { session } from './lib/session';
import { store } from './lib/store';
import { startTheme } from './lib/theme';
import { undos } from './lib/undo';
import { startVersions } from './lib/versions';
import { router } from './router';
import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './ui/overlays.css';
import './features/shell/layout.css';
import './features/shell/drawers.css';
import './features/shell/narrow.css';
import './features/outbox/waiting.css';
import './features/tasks/form/adding.css';
import './features/tasks/rows.css';
import './features/panel/panel.css';
import './features/shell/touch.css';
import './ui/pages.css';

startTheme();
await startI18n();
startKeeping();
// What one person has read is not for the next one on the same page. What they typed is kept until they are
// back, unless they sign out themselves.
let person = '';
session.subscribe(() => {
  const now = session.person;
  if (now === person) return;
  if (person) {
    void store.forget(person, false);
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' });
    outbox.close();
    undos.clear();
  }
  person = now;
  if (person) {
    void openKept();
    void outbox.open();
  }
});
session.onSignOut(() => {
  forgetDrafts();
  void store.forget(person, true);
});
const resume = () => void session.resume().catch(() => setTimeout(resume, 2_000));
resume();
void startVersions();

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
