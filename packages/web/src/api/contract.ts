/**
 * What pages need of the contract before anybody fills in a form: the routes' methods and paths, and words that the server and
 * the page agree on. In a build only these values are sent (build/light_contract.ts): the schemas of the contract, with the
 * library that they are made of, would be a fifth of the first load, and the page checks nothing with them before a form opens.
 *  1. The values are those of the contract: there is no second list of routes.
 *  2. A route has its `method` and `path` here and nothing else. Whoever wants a schema imports the route from the core, in a
 *     part of the page that is fetched later.
 */
export {
  appRoutes,
  approvalRoutes,
  approvalStatuses,
  connectionRoutes,
  connectionStatuses,
  definitionLimits,
  eventRoutes,
  executionRoutes,
  executionStatuses,
  organizationRoutes,
  personHeader,
  sampleRoutes,
  triggerTypes,
  workflowRoutes,
  workflowStatuses,
} from '@millrace/core';
