/** The baton that an execution in the queue is carried by. */
export interface ExecutionJob {
  execution_id: string;
  fence: number;
  org_id: string;
  priority?: number;
  /** Not before; now when absent. */
  start_after?: Date | null;
}
