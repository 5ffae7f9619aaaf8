/** Every address of the product. Pages are chunks of their own; the first load holds the shell and the list that most come to. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import {
  approvalStatuses,
  connectionStatuses,
  executionStatuses,
  triggerTypes,
  workflowStatuses,
} from './api/contract.ts';
import { focusHeadingAfterNavigation } from './pages/shell/focus_heading.ts';
import { requireSession, requireSetup, requireSignedOut } from './pages/shell/guards.ts';
import { NotFoundPage } from './pages/shell/not_found_page.tsx';
import { PagePending } from './pages/shell/page_pending.tsx';
import { RouteError } from './pages/shell/route_error.tsx';
import { day, oneNumberOf, oneOf, searchFields, text, uuid, word } from './pages/shell/search_fields.ts';
import { Shell } from './pages/shell/shell.tsx';
import { SignedIn } from './pages/shell/signed_in.tsx';
import { WorkflowsPage } from './pages/workflows/workflows_page.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: ({ context }) => requireSetup(context.queryClient),
  component: lazyRouteComponent(() => import('./pages/setup/setup_page.tsx'), 'SetupPage'),
});

const loginSearch = searchFields({ next: word });

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: loginSearch,
  beforeLoad: ({ context }) => requireSignedOut(context.queryClient),
  component: lazyRouteComponent(() => import('./pages/login/login_page.tsx'), 'LoginPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed_in',
  beforeLoad: ({ context, location }) => requireSession(context.queryClient, location.href),
  component: SignedIn,
});

const shell = createRoute({ getParentRoute: () => signedIn, id: 'shell', component: Shell });

const dashboard = createRoute({
  getParentRoute: () => shell,
  path: '/',
  validateSearch: searchFields({
    days: oneNumberOf([7, 30, 90]),
  }),
  component: lazyRouteComponent(() => import('./pages/dashboard/dashboard_page.tsx'), 'DashboardPage'),
});

const workflows = createRoute({
  getParentRoute: () => shell,
  path: '/workflows',
  validateSearch: searchFields({ search: word, status: oneOf(workflowStatuses) }),
  component: WorkflowsPage,
});

/** The filters of a history of executions, in the address. */
export const executionFilters = {
  search: word,
  status: oneOf(executionStatuses),
  trigger_type: oneOf(triggerTypes),
  from: day,
  to: day,
};

export const workflowTabs = ['editor', 'executions', 'versions', 'settings'] as const;

/** The builder takes the whole window: it has its own bar instead of the navigation. */
const workflow = createRoute({
  getParentRoute: () => signedIn,
  path: '/workflows/$id',
  validateSearch: searchFields({
    tab: oneOf(workflowTabs),
    node: word,
    field: word,
    /** A past execution to look at in the editor. */
    execution: uuid,
    ...executionFilters,
  }),
  component: lazyRouteComponent(() => import('./builder/builder_page.tsx'), 'BuilderPage'),
});

const executions = createRoute({
  getParentRoute: () => shell,
  path: '/executions',
  validateSearch: searchFields({ ...executionFilters, workflow_id: uuid }),
  component: lazyRouteComponent(() => import('./pages/executions/executions_page.tsx'), 'ExecutionsPage'),
});

const execution = createRoute({
  getParentRoute: () => shell,
  path: '/executions/$id',
  validateSearch: searchFields({ step: text(1_000) }),
  component: lazyRouteComponent(() => import('./pages/execution/execution_page.tsx'), 'ExecutionPage'),
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/approvals',
  validateSearch: searchFields({ status: oneOf(approvalStatuses) }),
  component: lazyRouteComponent(() => import('./pages/approvals/approvals_page.tsx'), 'ApprovalsPage'),
});

const connections = createRoute({
  getParentRoute: () => shell,
  path: '/connections',
  validateSearch: searchFields({ search: word, status: oneOf(connectionStatuses) }),
  component: lazyRouteComponent(() => import('./pages/connections/connections_page.tsx'), 'ConnectionsPage'),
});

const apps = createRoute({
  getParentRoute: () => shell,
  path: '/apps',
  validateSearch: searchFields({ search: word, operation: word }),
  component: lazyRouteComponent(() => import('./pages/apps/apps_page.tsx'), 'AppsPage'),
});

export const settingsTabs = [
  'general',
  'members',
  'api_keys',
  'variables',
  'event_types',
  'audit_log',
] as const;

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$tab', params: { tab: 'members' }, replace: true });
  },
});

const settingsTab = createRoute({
  getParentRoute: () => shell,
  path: '/settings/$tab',
  validateSearch: searchFields({ search: word }),
  component: lazyRouteComponent(() => import('./pages/settings/settings_page.tsx'), 'SettingsPage'),
});

const routeTree = root.addChildren([
  setup,
  login,
  signedIn.addChildren([
    workflow,
    shell.addChildren([
      dashboard,
      workflows,
      executions,
      execution,
      approvals,
      connections,
      apps,
      settings,
      settingsTab,
    ]),
  ]),
]);

/** The router of the page. */
export function createAppRouter(queryClient: QueryClient) {
  const router = createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
  focusHeadingAfterNavigation(router);
  return router;
}
