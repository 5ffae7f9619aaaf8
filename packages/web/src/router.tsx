/** Every address of the product. Pages are chunks of their own; the first load holds the shell and the list that most come to. */
import {
  approvalStatuses,
  connectionStatuses,
  executionStatusSchema,
  triggerTypeSchema,
  workflowStatusSchema,
} from '@millrace/core';
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { z } from 'zod';
import { focusHeadingAfterNavigation } from './pages/shell/focus_heading.ts';
import { requireSession, requireSetup, requireSignedOut } from './pages/shell/guards.ts';
import { NotFoundPage } from './pages/shell/not_found_page.tsx';
import { PagePending } from './pages/shell/page_pending.tsx';
import { RouteError } from './pages/shell/route_error.tsx';
import { Shell } from './pages/shell/shell.tsx';
import { SignedIn } from './pages/shell/signed_in.tsx';
import { WorkflowsPage } from './pages/workflows/workflows_page.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

/** A search field of the address; a value that makes no sense is as good as none. */
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);
const word = optional(z.string().max(200));
const day = optional(z.iso.date());

const root = createRootRouteWithContext<RouterContext>()({ component: Outlet });

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  beforeLoad: ({ context }) => requireSetup(context.queryClient),
  component: lazyRouteComponent(() => import('./pages/setup/setup_page.tsx'), 'SetupPage'),
});

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: z.object({ next: word }),
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
  validateSearch: z.object({
    days: optional(z.coerce.number().pipe(z.union([z.literal(7), z.literal(30), z.literal(90)]))),
  }),
  component: lazyRouteComponent(() => import('./pages/dashboard/dashboard_page.tsx'), 'DashboardPage'),
});

const workflows = createRoute({
  getParentRoute: () => shell,
  path: '/workflows',
  validateSearch: z.object({ search: word, status: optional(workflowStatusSchema) }),
  component: WorkflowsPage,
});

/** The filters of a history of executions, in the address. */
export const executionFilters = {
  search: word,
  status: optional(executionStatusSchema),
  trigger_type: optional(triggerTypeSchema),
  from: day,
  to: day,
};

export const workflowTabs = ['editor', 'executions', 'versions', 'settings'] as const;

/** The builder takes the whole window: it has its own bar instead of the navigation. */
const workflow = createRoute({
  getParentRoute: () => signedIn,
  path: '/workflows/$id',
  validateSearch: z.object({
    tab: optional(z.enum(workflowTabs)),
    node: word,
    field: word,
    /** A past execution to look at in the editor. */
    execution: optional(z.uuid()),
    ...executionFilters,
  }),
  component: lazyRouteComponent(() => import('./builder/builder_page.tsx'), 'BuilderPage'),
});

const executions = createRoute({
  getParentRoute: () => shell,
  path: '/executions',
  validateSearch: z.object({ ...executionFilters, workflow_id: optional(z.uuid()) }),
  component: lazyRouteComponent(() => import('./pages/executions/executions_page.tsx'), 'ExecutionsPage'),
});

const execution = createRoute({
  getParentRoute: () => shell,
  path: '/executions/$id',
  validateSearch: z.object({ step: optional(z.string().max(1_000)) }),
  component: lazyRouteComponent(() => import('./pages/execution/execution_page.tsx'), 'ExecutionPage'),
});

const approvals = createRoute({
  getParentRoute: () => shell,
  path: '/approvals',
  validateSearch: z.object({ status: optional(z.enum(approvalStatuses)) }),
  component: lazyRouteComponent(() => import('./pages/approvals/approvals_page.tsx'), 'ApprovalsPage'),
});

const connections = createRoute({
  getParentRoute: () => shell,
  path: '/connections',
  validateSearch: z.object({ search: word, status: optional(z.enum(connectionStatuses)) }),
  component: lazyRouteComponent(() => import('./pages/connections/connections_page.tsx'), 'ConnectionsPage'),
});

const apps = createRoute({
  getParentRoute: () => shell,
  path: '/apps',
  validateSearch: z.object({ search: word, operation: word }),
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
  validateSearch: z.object({ search: word }),
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
