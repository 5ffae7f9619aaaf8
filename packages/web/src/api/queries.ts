/** One query per thing the server knows; use them with `useQuery(…)`, and `keys` to make them stale. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { type Answer, call, errorOf, type QueryOf } from './call.ts';
import {
  appRoutes,
  approvalRoutes,
  eventRoutes,
  executionRoutes,
  organizationRoutes,
  sampleRoutes,
  workflowRoutes,
} from './contract.ts';
import { takeEarlySession } from './early_session.ts';
import { notePerson } from './page_person.ts';

export type WorkflowFilters = QueryOf<typeof workflowRoutes.list>;
export type WorkflowList = Answer<typeof workflowRoutes.list>;
export type ExecutionFilters = QueryOf<typeof executionRoutes.list>;

export const keys = {
  session: ['session'] as const,
  setup: ['setup'] as const,
  workflows: ['workflows'] as const,
  workflow: (id: string) => ['workflow', id] as const,
  callers: (id: string) => ['workflow', id, 'callers'] as const,
  versions: (id: string) => ['workflow', id, 'versions'] as const,
  samples: (id: string) => ['workflow', id, 'samples'] as const,
  executions: ['executions'] as const,
  execution: (id: string) => ['execution', id] as const,
  apps: ['apps'] as const,
  members: ['members'] as const,
  api_keys: ['api_keys'] as const,
  variables: ['variables'] as const,
  event_types: ['event_types'] as const,
  audit_log: ['audit_log'] as const,
  settings: ['settings'] as const,
  approvals: ['approvals'] as const,
  blob: (id: string, hash: string) => ['execution', id, 'blob', hash] as const,
  stats: ['stats'] as const,
};

export const sessionQuery = () =>
  queryOptions({
    queryKey: keys.session,
    queryFn: async ({ signal }) => {
      const session = await askForSession(signal);
      notePerson(session.user.id);
      return session;
    },
    staleTime: 60_000,
  });

async function askForSession(signal: AbortSignal): Promise<Answer<typeof organizationRoutes.session>> {
  const early = await takeEarlySession();
  if (!early) return call(organizationRoutes.session, { signal });
  if (!early.ok) throw await errorOf(early);
  return early.json();
}

export const setupQuery = () =>
  queryOptions({
    queryKey: keys.setup,
    queryFn: ({ signal }) => call(organizationRoutes.setupState, { signal }),
    staleTime: 0,
  });

export const workflowsQuery = (query: WorkflowFilters) =>
  queryOptions({
    queryKey: [...keys.workflows, query],
    queryFn: ({ signal }) => call(workflowRoutes.list, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const workflowQuery = (id: string) =>
  queryOptions({
    queryKey: keys.workflow(id),
    queryFn: ({ signal }) => call(workflowRoutes.get, { params: { id }, signal }),
  });

/** What is pinned for its nodes. */
export const samplesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.samples(id),
    queryFn: ({ signal }) => call(sampleRoutes.list, { params: { id }, signal }),
  });

/** Which other workflows call it, as of now. */
export const callersQuery = (id: string) =>
  queryOptions({
    queryKey: keys.callers(id),
    queryFn: async ({ signal }) => {
      const answer = await call(workflowRoutes.get, { params: { id }, query: { callers: 'true' }, signal });
      return answer.called_by ?? [];
    },
    staleTime: 0,
  });

export const versionsQuery = (id: string, query: QueryOf<typeof workflowRoutes.versions>) =>
  queryOptions({
    queryKey: [...keys.versions(id), query],
    queryFn: ({ signal }) => call(workflowRoutes.versions, { params: { id }, query, signal }),
    placeholderData: keepPreviousData,
  });

/** A deployed version never changes. */
export const versionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [...keys.versions(id), 'one', version],
    queryFn: ({ signal }) =>
      call(workflowRoutes.version, { params: { id, version: String(version) }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The history of all workflows, or of the one in `workflow_id`. */
export const executionsQuery = ({ workflow_id, ...query }: ExecutionFilters) =>
  queryOptions({
    queryKey: [...keys.executions, workflow_id ?? 'all', query],
    queryFn: ({ signal }) =>
      workflow_id
        ? call(executionRoutes.logs, { params: { id: workflow_id }, query, signal })
        : call(executionRoutes.list, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const executionQuery = (id: string) =>
  queryOptions({
    queryKey: keys.execution(id),
    queryFn: ({ signal }) => call(executionRoutes.get, { params: { id }, signal }),
  });

/** Apps change only with a new release of the server. */
export const appsQuery = () =>
  queryOptions({
    queryKey: keys.apps,
    queryFn: ({ signal }) => call(appRoutes.list, { signal }),
    staleTime: 600_000,
  });

export const membersQuery = (query: QueryOf<typeof organizationRoutes.members>) =>
  queryOptions({
    queryKey: [...keys.members, query],
    queryFn: ({ signal }) => call(organizationRoutes.members, { query, signal }),
    placeholderData: keepPreviousData,
  });

type Member = Answer<typeof organizationRoutes.members>['data'][number];

/** More members than this are not offered in a list to choose from. */
const mostMembers = 1_000;

/** Every member of the organization, for choosing among them. */
export const allMembersQuery = () =>
  queryOptions({
    queryKey: [...keys.members, 'all'],
    queryFn: async ({ signal }) => {
      const members: Member[] = [];
      let cursor: string | undefined;
      do {
        const page: Answer<typeof organizationRoutes.members> = await call(organizationRoutes.members, {
          query: { limit: 100, cursor },
          signal,
        });
        members.push(...page.data);
        cursor = page.next_cursor ?? undefined;
      } while (cursor && members.length < mostMembers);
      return members;
    },
    staleTime: 60_000,
  });

export const apiKeysQuery = (query: QueryOf<typeof organizationRoutes.apiKeys>) =>
  queryOptions({
    queryKey: [...keys.api_keys, query],
    queryFn: ({ signal }) => call(organizationRoutes.apiKeys, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const variablesQuery = () =>
  queryOptions({
    queryKey: keys.variables,
    queryFn: ({ signal }) => call(organizationRoutes.variables, { signal }),
  });

export const eventTypesQuery = () =>
  queryOptions({ queryKey: keys.event_types, queryFn: ({ signal }) => call(eventRoutes.types, { signal }) });

export const auditLogQuery = (query: QueryOf<typeof organizationRoutes.auditLog>) =>
  queryOptions({
    queryKey: [...keys.audit_log, query],
    queryFn: ({ signal }) => call(organizationRoutes.auditLog, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const organizationSettingsQuery = () =>
  queryOptions({
    queryKey: keys.settings,
    queryFn: ({ signal }) => call(organizationRoutes.settings, { signal }),
  });

export const approvalsQuery = (query: QueryOf<typeof approvalRoutes.list>) =>
  queryOptions({
    queryKey: [...keys.approvals, query],
    queryFn: ({ signal }) => call(approvalRoutes.list, { query, signal }),
    placeholderData: keepPreviousData,
  });

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.approvals, id],
    queryFn: ({ signal }) => call(approvalRoutes.get, { params: { id }, signal }),
  });

export const statsQuery = (days: number) =>
  queryOptions({
    queryKey: [...keys.stats, days],
    queryFn: ({ signal }) => call(organizationRoutes.stats, { query: { days }, signal }),
    placeholderData: keepPreviousData,
  });
