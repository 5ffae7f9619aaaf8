import { describeSchedule, ScheduleError, scheduleOutlook, scheduleRoutes } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { ApiError } from '../../errors.ts';
import { registerResource } from '../../plugins/route.ts';
import type { ServerDeps } from '../../server_deps.ts';
import { schedulePolicy } from './policy.ts';

/** A cron expression in words, with its next times and what the clocks do to them, as the editor tells it. */
export function registerSchedule(app: FastifyInstance, deps: ServerDeps): void {
  registerResource(
    app,
    scheduleRoutes,
    schedulePolicy,
    {
      preview: async ({ query }) => {
        const config = { schedule_type: 'cron', cron: query.expression } as const;
        try {
          const { timezone, count } = query;
          const { times, ahead } = scheduleOutlook(config, { timezone, after: new Date(), count });
          return {
            next: times.map(({ at }) => at),
            notes: times.map(({ note }) => note),
            ahead,
            description: describeSchedule(config, timezone),
          };
        } catch (error) {
          if (!(error instanceof ScheduleError)) throw error;
          const path = error.field === 'timezone' ? 'timezone' : 'expression';
          throw new ApiError('validation_failed', {
            message: error.message,
            issues: [{ path, message: error.message }],
          });
        }
      },
    },
    deps,
  );
}
