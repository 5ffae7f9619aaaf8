import {
  appRoutes,
  approvalRoutes,
  connectionRoutes,
  type Endpoint,
  eventRoutes,
  executionRoutes,
  organizationRoutes,
  sampleRoutes,
  scheduleRoutes,
  testAddressRoutes,
  workflowRoutes,
  workflowTestRoutes,
} from '@millrace/core';

/** Every endpoint of the contract: what OpenAPI shows and what the generated tests go through. */
export const contract: readonly Endpoint[] = [
  organizationRoutes,
  workflowRoutes,
  testAddressRoutes,
  sampleRoutes,
  workflowTestRoutes,
  executionRoutes,
  approvalRoutes,
  appRoutes,
  connectionRoutes,
  eventRoutes,
  scheduleRoutes,
].flatMap((routes): Endpoint[] => Object.values(routes));
