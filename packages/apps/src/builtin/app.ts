import { basic, bearer, defineApp, headerKey, queryKey } from '@millrace/sdk';

/** What comes with Millrace: the actions whose subtype in a definition is their own name. */
export const builtin = defineApp({
  id: 'builtin',
  name: 'Built in',
  description: 'HTTP requests, data transforms and answers to webhooks.',
  auth: [bearer(), basic(), headerKey(), queryKey()],
});
