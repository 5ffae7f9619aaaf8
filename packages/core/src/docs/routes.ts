import { z } from 'zod';
import { approvalRoutes } from '../contract/approvals.ts';
import { connectionRoutes } from '../contract/connections.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import { executionRoutes } from '../contract/executions.ts';
import { appRoutes, eventRoutes, organizationRoutes, scheduleRoutes } from '../contract/organization.ts';
import { sampleRoutes } from '../contract/samples.ts';
import { testAddressRoutes } from '../contract/test_address.ts';
import { workflowTestRoutes } from '../contract/tests.ts';
import { workflowRoutes } from '../contract/workflows.ts';
import { code, table } from './section.ts';

const resources: readonly Record<string, Endpoint>[] = [
  workflowRoutes,
  testAddressRoutes,
  sampleRoutes,
  workflowTestRoutes,
  executionRoutes,
  approvalRoutes,
  eventRoutes,
  scheduleRoutes,
  appRoutes,
  connectionRoutes,
  organizationRoutes,
];

/** Every endpoint of the contract, a table for each of its tags. */
export function routeReference(): string {
  const byTag = Map.groupBy(
    resources.flatMap((routes) => Object.values(routes)),
    (endpoint) => endpoint.tag,
  );
  return [...byTag].map(([tag, endpoints]) => `### ${tag}\n\n${routeTable(endpoints)}`).join('\n\n');
}

function routeTable(endpoints: readonly Endpoint[]): string {
  const rows = endpoints.map((endpoint) => [
    code(`${endpoint.method} ${endpoint.path.replace('/api/integrations', '')}`),
    endpoint.access,
    endpoint.summary.replaceAll('|', '\\|'),
    takes(endpoint),
    Object.keys(endpoint.responses).join(', '),
  ]);
  return table(['route', 'least role', 'does', 'takes', 'answers'], rows);
}

function takes({ query, body }: Endpoint): string {
  const parts: string[] = [];
  if (query) parts.push(`query: ${Object.keys(query.shape).map(code).join(' ')}`);
  if (body) parts.push(`body: ${namesOf(body).map(code).join(' ') || 'a JSON object'}`);
  return parts.join('<br>');
}

/** The fields of a body; those that may be left out end with a question mark. */
function namesOf(schema: z.ZodType): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return namesOf(schema.unwrap() as z.ZodType);
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]) =>
    (field as z.ZodType).safeParse(undefined).success ? `${name}?` : name,
  );
}
