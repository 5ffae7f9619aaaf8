export type { Order as CrashOrder } from '../storage/testing/crash_process.ts';
export { createTestDatabase, type TestDatabase } from './database.ts';
export {
  createFactories,
  type Factories,
  mappingDefinition,
  type TestPerson,
  webhookDefinition,
} from './factories.ts';
export { openFactories } from './product_factories.ts';
export { type Client, startTestServer, type TestServer, type TestServerOptions } from './server.ts';
