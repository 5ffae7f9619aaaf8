/**
 * Pure: which jobs are taken now. What takes down its process takes down everything that runs beside it, and nobody can tell which
 * of them it was: those under which processes died again and again are therefore run one by one, so that only one of them can be
 * the cause the next time.
 */
import type { ExecutionJob } from '../storage/execution_job.ts';
import type { TakenJob } from './take_jobs.ts';

/** Processes that died under an execution before it is a suspect. */
const SUSPECT_FROM = 3;

export interface SuspectRule {
  /** How many may be taken. */
  most: number;
  /** When the others come again, by the clock of the database. */
  again_at: Date;
}

export function isSuspect({ deaths }: { deaths: number | null }): boolean {
  return (deaths ?? 0) >= SUSPECT_FROM;
}

export function setApart(
  jobs: readonly TakenJob[],
  { most, again_at }: SuspectRule,
): { now: TakenJob[]; later: ExecutionJob[] } {
  const suspects = jobs.filter(isSuspect).slice(most);
  const apart = new Set(suspects);
  return {
    now: jobs.filter((job) => !apart.has(job)),
    later: suspects.map(({ deaths, ...job }) => ({ ...job, deaths: deaths ?? 0, start_after: again_at })),
  };
}
