export type ScheduleErrorCode =
  | 'invalid_schedule'
  | 'invalid_cron'
  | 'never'
  | 'unknown_timezone'
  | 'invalid_interval'
  | 'invalid_date'
  | 'past';

/** A schedule that cannot be; the message is a sentence for the person who typed it, `field` the configuration field. */
export class ScheduleError extends Error {
  readonly code: ScheduleErrorCode;
  readonly field: string;
  constructor(code: ScheduleErrorCode, field: string, message: string) {
    super(message);
    this.name = 'ScheduleError';
    this.code = code;
    this.field = field;
  }
}
