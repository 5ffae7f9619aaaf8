/** Pure: how long executions are kept once they have ended. */

/** In days: of those that ended well or were cancelled, and of those that failed. */
export interface KeptFor {
  days: number;
  failed_days: number;
}

/** As the server is set. */
export const standardRetention: KeptFor = { days: 30, failed_days: 90 };

export interface RetentionSettings {
  /** `retention_days` of the workflow. */
  workflow_days: number | null;
  organization_days: number | null;
  organization_failed_days: number | null;
}

/** The workflow decides for both kinds; then the organization for each; then the server. */
export function keptFor(
  { workflow_days, organization_days, organization_failed_days }: RetentionSettings,
  server: KeptFor,
): KeptFor {
  return {
    days: workflow_days ?? organization_days ?? server.days,
    failed_days: workflow_days ?? organization_failed_days ?? server.failed_days,
  };
}
