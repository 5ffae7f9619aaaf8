/**
 * What this process remembers of workflows, so that an execution starts without a query. Invariants:
 *  1. A version never changes: its opened definition is kept and shared, so that what the engine makes of it is made once.
 *  2. Which version is deployed, what is enabled, and the variables may change: all of that is dropped on every notification, and
 *     not kept at all while notifications cannot be heard.
 *  3. What was asked for before a notification is not kept after it.
 */
import type { Definition, WorkflowNode } from '@millrace/core';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import type { Hold } from '../storage/storage.ts';

export interface DeployedWorkflow {
  id: string;
  org_id: string;
  name: string;
  version: number;
  /** Its triggers start it; a person may run one that is paused by no means. */
  enabled: boolean;
  definition: Definition;
  trigger: WorkflowNode | null;
  priority: number;
  save_data: Hold['save_data'];
}

interface OpensDefinitions {
  openDefinition(org_id: string, definition: Definition, workflow_id: string): Promise<Definition>;
}

interface WorkflowRow {
  org_id: string;
  name: string;
  version: number;
  enabled: boolean;
}

const deployedSql = {
  name: 'deployed_workflow',
  text: `select org_id, name, version, enabled and status = 'active' as enabled
           from integration_workflows where id = $1 and deleted_at is null and version > 0`,
};
const versionSql = {
  name: 'workflow_version',
  text: 'select workflow_definition as definition, org_id from workflow_versions where workflow_id = $1 and version = $2',
};
const variablesSql = { name: 'variables_of', text: 'select name, value from variables where org_id = $1' };

export class Workflows {
  readonly #db: Database;
  readonly #secrets: OpensDefinitions;
  readonly #heard: () => boolean;
  readonly #versions = new LRUCache<string, Definition>({ max: 2_000 });
  readonly #deployed = new LRUCache<string, DeployedWorkflow>({ max: 10_000 });
  readonly #variables = new LRUCache<string, Readonly<Record<string, unknown>>>({ max: 10_000 });
  /** Grows with every change; what was loaded under an older one is not kept. */
  generation = 0;

  /** @param heard whether notifications can be heard now */
  constructor(db: Database, secrets: OpensDefinitions, heard: () => boolean) {
    this.#db = db;
    this.#secrets = secrets;
    this.#heard = heard;
  }

  /** Something changed, or may have while nobody listened. */
  forget(): void {
    this.generation += 1;
    this.#deployed.clear();
    this.#variables.clear();
  }

  /** What is deployed now, without waiting, if it is known. */
  known(id: string): DeployedWorkflow | undefined {
    return this.#deployed.get(id);
  }

  /** Null when there is no such workflow, or it was never deployed. */
  async deployed(id: string): Promise<DeployedWorkflow | null> {
    const known = this.#deployed.get(id);
    if (known) return known;
    const asked = this.generation;
    const { rows } = await this.#db.engine.query<WorkflowRow>({ ...deployedSql, values: [id] });
    const [row] = rows;
    if (!row) return null;
    const definition = await this.version(id, row.version);
    if (!definition) return null;
    const workflow = describe(id, row, definition);
    if (this.keeps(asked)) this.#deployed.set(id, workflow);
    return workflow;
  }

  /** The opened definition of a version; null when there is none. */
  async version(id: string, version: number): Promise<Definition | null> {
    const key = `${id} ${version}`;
    const known = this.#versions.get(key);
    if (known) return known;
    const { rows } = await this.#db.engine.query<{ definition: Definition; org_id: string }>({
      ...versionSql,
      values: [id, version],
    });
    const [row] = rows;
    if (!row) return null;
    const opened = await this.#secrets.openDefinition(row.org_id, row.definition, id);
    // Two may have loaded it at once; everybody shares the first, so that its plan is compiled once.
    const first = this.#versions.get(key);
    if (first) return first;
    this.#versions.set(key, opened);
    return opened;
  }

  knownVariables(org_id: string): Readonly<Record<string, unknown>> | undefined {
    return this.#variables.get(org_id);
  }

  async variables(org_id: string): Promise<Readonly<Record<string, unknown>>> {
    const known = this.#variables.get(org_id);
    if (known) return known;
    const asked = this.generation;
    const { rows } = await this.#db.engine.query<{ name: string; value: unknown }>({
      ...variablesSql,
      values: [org_id],
    });
    const variables = Object.freeze(Object.fromEntries(rows.map(({ name, value }) => [name, value])));
    if (this.keeps(asked)) this.#variables.set(org_id, variables);
    return variables;
  }

  /** Whether something that was loaded since generation `asked` may be kept. */
  keeps(asked: number): boolean {
    return asked === this.generation && this.#heard();
  }
}

function describe(id: string, row: WorkflowRow, definition: Definition): DeployedWorkflow {
  const { priority = 0, save_data = 'all' } = definition.config;
  const trigger = definition.nodes.find((node) => node.type === 'trigger') ?? null;
  return { id, ...row, definition, trigger, priority, save_data };
}
