import type { scheduleRoutes } from '@millrace/core';
import type { Policy } from '../../plugins/route.ts';

export const schedulePolicy = { preview: 'viewer' } as const satisfies Policy<typeof scheduleRoutes>;
