/** The baton that an execution in the queue is carried by. */
export interface ExecutionJob {
  execution_id: string;
  fence: number;
  org_id: string;
  priority?: number;
  /** How often its process has died under it, where somebody has counted. */
  deaths?: number;
  /** Not before; now when absent. */
  start_after?: Date | null;
}
