import type { executionRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

export const executionPolicy = {
  logs: 'viewer',
  list: 'viewer',
  get: 'viewer',
  retry: 'editor',
  cancel: 'editor',
  answer: 'editor',
  blob: 'viewer',
} as const satisfies Policy<typeof executionRoutes>;
