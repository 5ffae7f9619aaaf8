import type { appRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

export const appPolicy = { list: 'viewer', get: 'viewer', options: 'editor' } as const satisfies Policy<
  typeof appRoutes
>;
