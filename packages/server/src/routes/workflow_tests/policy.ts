import type { workflowTestRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

/** Everybody reads them; who edits the workflow saves and runs them. */
export const workflowTestPolicy = {
  list: 'viewer',
  create: 'editor',
  update: 'editor',
  remove: 'editor',
  run: 'editor',
} as const satisfies Policy<typeof workflowTestRoutes>;
