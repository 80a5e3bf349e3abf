/** Which page is where. Who is not signed in signs in first, and comes back. */
import { createRootRoute, createRoute, createRouter, Link, Outlet, redirect, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Layout } from './features/shell/Layout';
import { AllPage, AssignedPage, DonePage, InboxPage, TagPage, TodayPage, UpcomingPage } from './features/tasks/views';
import { ListPage } from './features/tasks/ListPage';
import { RouteFailed } from './features/outbox/Failed';
import { Empty, Waiting } from './ui/ui';
import { validateSearch } from './lib/filters';
import { usePlace, useSession } from './lib/place';
import { useTitle } from './lib/title';

const auth = () => import('./features/account/pages');
const RegisterPage = lazy(() => auth().then((module) => ({ default: module.RegisterPage })));
const InvitationPage = lazy(() => auth().then((module) => ({ default: module.InvitationPage })));

function Lost() {
  const { t } = useTranslation();
  const state = useSession();
  useTitle(t('lost'));
  const content = (
    <Empty main title={t('lost')} text={t('lostText')}>
      <Link to="/" search={{}} className="button button-primary">
        {t('lostHome')}
      </Link>
    </Empty>
  );
  if (state.kind === 'in')
    return (
      <Layout>
        <main className="main page" id="main" tabIndex={-1}>
          {content}
        </main>
      </Layout>
    );
  return (
    <main className="auth" id="main">
      {content}
    </main>
  );
}

/** Once: a page that is on its way is rendered again meanwhile. */
function ToSignIn() {
  const navigate = useNavigate();
  useEffect(() => {
    const next = location.pathname + location.search;
    void navigate({ to: '/sign-in', search: next === '/' ? {} : { next }, replace: true } as never);
  }, [navigate]);
  return <Waiting />;
}

function SignedIn() {
  const state = useSession();
  const place = usePlace();
  if (state.kind === 'unknown') return <Waiting />;
  if (state.kind === 'out' && place.invitation && location.hash)
    return (
      <Suspense fallback={<Waiting />}>
        <RegisterPage />
      </Suspense>
    );
  if (state.kind === 'out') return <ToSignIn />;
  return place.invitation && place.workspace ? (
    <Suspense fallback={<Waiting />}>
      <InvitationPage />
    </Suspense>
  ) : (
    <Layout />
  );
}

const root = createRootRoute({ component: Outlet, notFoundComponent: Lost });
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: SignedIn, validateSearch });
const page = (path: string, component: () => React.ReactNode) => createRoute({ getParentRoute: () => inside, path, component });
/**
 * A page that is read when it is first gone to. The router's own way reloads the app where that fails, which
 * without the server is its end.
 */
const later = (path: string, load: () => Promise<{ default: () => React.ReactNode }>) => {
  const Page = lazy(load);
  return page(path, () => (
    <Suspense fallback={<Waiting />}>
      <Page />
    </Suspense>
  ));
};
const outside = (path: string, name: 'SignInPage' | 'RegisterPage' | 'ForgotPage' | 'ResetPage' | 'ConfirmAddressPage') => {
  const Page = lazy(() => auth().then((module) => ({ default: module[name] })));
  return createRoute({
    getParentRoute: () => root,
    path,
    component: () => (
      <Suspense fallback={<Waiting />}>
        <Page />
      </Suspense>
    ),
  });
};

const tree = root.addChildren([
  inside.addChildren([
    page('/', TodayPage),
    page('/upcoming', UpcomingPage),
    page('/inbox', InboxPage),
    page('/all', AllPage),
    page('/assigned', AssignedPage),
    page('/done', DonePage),
    page('/lists/$list', ListPage),
    page('/tags/$tag', TagPage),
    later('/filters/$filter', () => import('./features/filters/page')),
    later('/audit', () => import('./features/history/page')),
    later('/digest', () => import('./features/digest/page')),
    later('/insights', () => import('./features/insights/page')),
    later('/members', () => import('./features/members/page')),
    later('/transfer', () => import('./features/transfer/page')),
    later('/settings', () => import('./features/settings/page')),
    later('/trash', () => import('./features/trash/page')),
  ]),
  outside('/sign-in', 'SignInPage'),
  outside('/register', 'RegisterPage'),
  outside('/forgot', 'ForgotPage'),
  outside('/reset', 'ResetPage'),
  outside('/confirm-address', 'ConfirmAddressPage'),
  createRoute({
    getParentRoute: () => root,
    path: '/dashboard',
    beforeLoad: () => {
      throw redirect({ to: '/' } as never);
    },
  }),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: RouteFailed,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
