import type { testAddressRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

/** What comes in may be personal: only who builds the workflow sees it, and everybody only what their own address caught. */
export const testAddressPolicy = {
  get: 'editor',
  listen: 'editor',
  stop: 'editor',
} as const satisfies Policy<typeof testAddressRoutes>;
