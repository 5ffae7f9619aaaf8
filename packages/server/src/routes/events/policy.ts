import type { eventRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

export const eventPolicy = {
  types: 'viewer',
  setTypes: 'editor',
  publish: 'editor',
} as const satisfies Policy<typeof eventRoutes>;
