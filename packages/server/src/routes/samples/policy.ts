import type { sampleRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

/** Who may see the data of executions may see samples; who edits the workflow pins them. */
export const samplePolicy = {
  list: 'viewer',
  pin: 'editor',
  unpin: 'editor',
} as const satisfies Policy<typeof sampleRoutes>;
