import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startI18n } from './lib/i18n';
import { queryClient } from './lib/queries';
import { session } from './lib/session';
import { startTheme } from './lib/theme';
import { router } from './router';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/tasks.css';
import './styles/pages.css';

startTheme();
await startI18n();
// What one person has read is not for the next one on the same page.
session.subscribe(() => session.state.kind === 'out' && queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'setup' }));
void session.resume().catch(() => setTimeout(() => location.reload(), 5_000));

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
