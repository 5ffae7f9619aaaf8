import type pg from 'pg';
import type { RetentionSettings } from './kept_for.ts';

export interface RetentionRule extends RetentionSettings {
  workflow_id: string;
}

/** Of the version that is deployed now, whichever version an execution ran on; also of workflows that were deleted. */
const statement = {
  name: 'retention_rules',
  text: `
select c.workflow_id, s.retention_days as organization_days, s.failed_retention_days as organization_failed_days,
       (v.workflow_definition -> 'config' ->> 'retention_days')::integer as workflow_days
  from workflow_counters c
  join integration_workflows w on w.id = c.workflow_id
  left join workflow_versions v on v.workflow_id = w.id and v.version = w.version
  left join organization_settings s on s.org_id = c.org_id
 where c.workflow_id > $1 order by c.workflow_id limit $2`,
};

/** The next workflows that have executions, after this one. */
export async function findRules(engine: pg.Pool, after: string, most: number): Promise<RetentionRule[]> {
  const { rows } = await engine.query<RetentionRule>({ ...statement, values: [after, most] });
  return rows;
}
