/** What the runtime offers to routes and to `main.ts`, and what it is made of. */
import type { Apps } from '@millrace/apps';
import type {
  AppManifest,
  Definition,
  ExecutionStatus,
  TestResult,
  TriggerInput,
  WorkflowNode,
} from '@millrace/core';
import type { Connections, Registry } from '@millrace/engine';
import type { HttpClient } from '@millrace/sdk';
import type { Database } from '../db/client.ts';
import type { Env } from '../env.ts';
import type { LiveHub } from '../live/hub.ts';
import type { RuntimeMetrics } from '../metrics/metrics.ts';
import type { KeptFor } from '../retention/kept_for.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { Signals } from '../signals/signals_api.ts';
import type { PublishAnswer, PublishRequest } from '../triggers/event.ts';
import type { WebhookTargets } from '../triggers/webhook_targets.ts';
import type { ExecuteAnswer } from './answers.ts';
import type { ExecuteRequest } from './ingest.ts';
import type { RuntimeLog } from './log.ts';
import type { RetryRequest } from './retry.ts';

export interface TestRequest {
  org_id: string;
  workflow: { id: string; name: string };
  /** With its secrets open. */
  definition: Definition;
  input?: unknown;
  trigger?: TriggerInput;
  mocks?: Record<string, unknown>;
  stop_at?: string;
  start_at?: string;
  kept?: Record<string, unknown>;
  /** The time that the test sees all the while. */
  at?: Date;
  signal?: AbortSignal;
}

export interface RunNodeRequest {
  org_id: string;
  workflow: { id: string; name: string };
  /** With its secrets open, as is `node`. */
  definition: Definition;
  node: WorkflowNode;
  input_context: Record<string, unknown>;
}

export interface Runtime {
  /** Heartbeat, recovery, queue, schedules and listeners. Rejects when the database cannot be reached. */
  start(): Promise<void>;
  /** Takes nothing more, lets running steps finish (25 s at most), hands the rest back. */
  stop(): Promise<void>;
  execute(request: ExecuteRequest): Promise<ExecuteAnswer>;
  test(request: TestRequest): Promise<TestResult>;
  runNode(
    request: RunNodeRequest,
  ): Promise<{ status: string; output: unknown; error: unknown; duration_ms: number }>;
  retry(request: RetryRequest): Promise<{ execution_id: string; status: ExecutionStatus }>;
  cancel(org_id: string, execution_id: string): Promise<{ execution_id: string; status: ExecutionStatus }>;
  publishEvent(request: PublishRequest): Promise<PublishAnswer>;
  /** This process changed a workflow or variables and committed: here it counts at once, elsewhere with the notification. */
  changed(): void;
  /** After `start`. */
  readonly registry: Registry;
  /** The way out, for what a person asks for outside of an execution. */
  readonly http: HttpClient;
  readonly connections: Connections;
  /** After `start`. */
  readonly apps: Apps;
  /** Every operation there is. After `start`. */
  readonly manifests: AppManifest[];
  /** Whether it can take work now. */
  ready(): boolean;
  readonly hub: LiveHub;
  readonly webhooks: WebhookTargets;
  /** Resume addresses, approvals, questions and large values. */
  readonly signals: Signals;
  readonly metrics: RuntimeMetrics;
}

export interface RuntimeDeps {
  env: Pick<Env, 'role' | 'public_url' | 'encryption_key'>;
  db: Database;
  log: RuntimeLog;
  secrets: Pick<Secrets, 'openDefinition' | 'decrypt'>;
  http: HttpClient;
  /** Which apps there are (default: all that come with Millrace). */
  loadApps?: () => Promise<Apps>;
  /** No other process of this installation is alive: recovery need not wait for heartbeats to grow stale. */
  sole_instance?: boolean;
  /** Executions that run here at once (default 200). */
  slots?: number;
  /** Queued executions beyond which callers are refused (default 100,000). */
  backlog_limit?: number;
  /** Queued executions of one organization beyond which its callers are refused (default 10,000). */
  max_queued?: number;
  /** How long executions are kept (default 30 and 90 days). */
  retention?: KeptFor;
  heartbeat_ms?: number;
  stale_after_ms?: number;
  /** How long running steps may finish when it stops, in milliseconds (default 24,000). */
  drain_ms?: number;
}
