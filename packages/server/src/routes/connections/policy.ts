import type { connectionRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

/** Everybody sees which there are and that their secrets are set; who builds workflows makes and uses them. */
export const connectionPolicy = {
  list: 'viewer',
  get: 'viewer',
  create: 'editor',
  update: 'editor',
  remove: 'editor',
  try: 'editor',
  test: 'editor',
} as const satisfies Policy<typeof connectionRoutes>;
