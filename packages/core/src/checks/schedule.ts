import { checkTimezone, parseSchedule, refusePast, ScheduleError } from '../schedule.ts';
import { type Check, isBlank, problem } from './subject.ts';

/** Schedules come, in a time zone that exists. What is not filled in yet is the business of the check of missing inputs. */
export const scheduleCheck: Check = ({ definition, nodes, context }) => {
  const { timezone } = definition.config;
  const problems = nodes
    .filter((node) => node.subtype === 'schedule' && isFilled(node.config))
    .flatMap((node) => {
      const error = refused(() =>
        refusePast(
          parseSchedule(node.config, { timezone: 'UTC', ...(timezone && { timezone }) }),
          context.now ?? new Date(),
        ),
      );
      // What does not fit the schema is said by the check of inputs.
      return error && error.code !== 'invalid_schedule'
        ? [problem('schedule', node, `${node.label}: ${error.message}`, { field: error.field || null })]
        : [];
    });
  const unknown = timezone === undefined ? null : refused(() => checkTimezone(timezone));
  if (unknown)
    problems.push(problem('schedule', null, `Workflow settings: ${unknown.message}`, { field: 'timezone' }));
  return problems;
};

const fieldOfType: Record<string, string> = { cron: 'cron', interval: 'interval', once: 'at' };

function isFilled(config: Readonly<Record<string, unknown>>): boolean {
  const field = fieldOfType[String(config.schedule_type ?? 'cron')];
  return field === undefined || !isBlank(config[field]);
}

function refused(work: () => unknown): ScheduleError | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ScheduleError) return error;
    throw error;
  }
}
