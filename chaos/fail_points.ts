/**
 * A process dies at every statement that says something of an execution, before it and after it, and the next one goes on. The
 * number of statements of each shape is printed and has a floor, so that it cannot shrink unnoticed.
 */
import { randomUUID } from 'node:crypto';
import type { EmbeddedDatabase } from '@millrace/server/embedded';
import pg from 'pg';
import type { Promised } from './callers.ts';
import { CrashChild } from './crash_child.ts';
import { type FailShape, failShapes } from './fail_shapes.ts';
import type { Random } from './faults.ts';
import { allExecutions, ask } from './history.ts';
import { effect, line, manual } from './nodes.ts';
import { childFaults, judge, type Verdict } from './promises.ts';
import { type Recorder, startRecorder } from './recorder.ts';
import { leftoverVerdict } from './verdicts.ts';

type When = 'before' | 'after';
type Say = (text: string) => void;

export interface FailPointOptions {
  database: EmbeddedDatabase;
  random: Random;
  say: Say;
  /** How many points of each shape are tried; absent: all. */
  sample?: number;
}

/** How long one execution may take to its end, in milliseconds, its process dying once. */
const patience_ms = 30_000;

/** Half of the shapes on one installation, half on another: most of the time a process is starting. */
export async function tryFailPoints(options: FailPointOptions): Promise<Verdict[]> {
  const chains = await Promise.all([0, 1].map((index) => FailPoints.start(options, index)));
  try {
    return (await Promise.all(chains.map((chain) => chain.tryAll()))).flat();
  } finally {
    for (const chain of chains) await chain.end();
  }
}

interface Statement {
  text: string;
  /** In a transaction that has written something before. */
  inside: boolean;
}

interface Workflow {
  org_id: string;
  workflow_id: string;
}

class FailPoints {
  readonly #options: FailPointOptions;
  readonly #index: number;
  readonly #url: string;
  readonly #recorder: Recorder;
  readonly #child: CrashChild;
  readonly #tokens = new Map<string, string>();
  readonly #org_id = randomUUID();
  readonly #promised: Promised[] = [];
  readonly #broken: string[] = [];
  /** Workflows of which each execution begins exactly one other. */
  readonly #withChildren = new Set<string>();

  private constructor(options: FailPointOptions, index: number, url: string, recorder: Recorder) {
    this.#options = options;
    this.#index = index;
    this.#url = url;
    this.#recorder = recorder;
    this.#child = new CrashChild(url);
    recorder.onTold(({ execution_id, body }) => {
      if (typeof body.url === 'string') this.#tokens.set(execution_id, body.url.split('/').at(-1)!);
    });
  }

  static async start(options: FailPointOptions, index: number): Promise<FailPoints> {
    const url = await makeDatabase(options.database.url, `fail_points_${index}`);
    const made = new FailPoints(options, index, url, await startRecorder(() => 0));
    await made.#child.begin();
    return made;
  }

  async end(): Promise<void> {
    await this.#child.end();
    await this.#recorder.stop();
  }

  async tryAll(): Promise<Verdict[]> {
    const { address } = this.#recorder;
    const called = await this.#deploy(line(manual, effect('inner', address)));
    const handler = await this.#deploy(line(manual, effect('told', address)));
    const shapes = failShapes(address, { called: called.workflow_id, handler: handler.workflow_id });
    const effects = new Map<string, number>();
    const ends = new Map<string, string[]>();
    let tried = 0;
    for (const shape of shapes.filter((_, index) => index % 2 === this.#index)) {
      effects.set(shape.name, shape.effects);
      if (shape.ends) ends.set(shape.name, [shape.ends]);
      const workflow = await this.#deploy(shape.definition);
      if (shape.child) this.#withChildren.add(workflow.workflow_id);
      tried += await this.#tryShape(shape, workflow);
    }
    const stored = await allExecutions(this.#url);
    const verdicts = judge({ promised: this.#promised, stored, seen: this.#recorder.seen, effects, ends });
    const broken = verdicts.flatMap((verdict) => verdict.broken.map((text) => `${verdict.promise}: ${text}`));
    return [
      {
        promise: `A process may die at any statement (installation ${this.#index + 1})`,
        tried,
        broken: [
          ...this.#broken,
          ...broken,
          ...childFaults(stored, this.#withChildren),
          ...(await leftoverVerdict(this.#url)).broken,
        ],
      },
    ];
  }

  /** Returns how often a process died. */
  async #tryShape(shape: FailShape, workflow: Workflow): Promise<number> {
    const statements = (await this.#execute(shape, workflow, 0, 'after')) ?? [];
    const count = statements.length;
    if (count < shape.least) this.#broken.push(`${shape.name} has only ${count} statements`);
    let died = 0;
    for (const [at, when] of this.#pointsOf(statements))
      if ((await this.#execute(shape, workflow, at, when)) === null) died += 1;
    this.#options.say(`${shape.name}: ${count} statements, a process died at ${died} places`);
    if (count > 0 && died === 0) this.#broken.push(`${shape.name}: no process died`);
    return died;
  }

  #pointsOf(statements: readonly Statement[]): [number, When][] {
    const all = statements.flatMap(({ inside }, index): [number, When][] =>
      inside
        ? [[index + 1, 'after']]
        : [
            [index + 1, 'before'],
            [index + 1, 'after'],
          ],
    );
    const { sample, random } = this.#options;
    if (sample === undefined) return all;
    return all
      .map((point) => ({ point, rank: random() }))
      .toSorted((one, other) => one.rank - other.rank)
      .slice(0, sample)
      .map(({ point }) => point);
  }

  /** Executes it while its process dies there; the statements when it did not, null when it did. All that was begun has ended then. */
  async #execute(shape: FailShape, workflow: Workflow, at: number, when: When): Promise<Statement[] | null> {
    await this.#child.begin();
    const begun = this.#child.count;
    await this.#child.ask({ do: 'arm', at, when });
    const asked = Array.from({ length: shape.count ?? 1 }, async (_, n) => {
      const answer = await this.#child.ask<{ execution_id: string }>({
        do: 'execute',
        workflow,
        data: { n },
      });
      if (answer) this.#promised.push({ execution_id: answer.execution_id, workflow: shape.name, n });
    });
    await Promise.all(asked);
    const until = Date.now() + patience_ms;
    while (await this.#goesOn()) {
      if (Date.now() > until) {
        this.#broken.push(`${shape.name} did not end: its process died ${when} statement ${at}`);
        break;
      }
    }
    const seen = await this.#child.ask<Statement[]>({ do: 'arm', at: 0, when });
    return seen && this.#child.count === begun ? seen : null;
  }

  /** Whether anything is unfinished; does its part to bring it to its end. */
  async #goesOn(): Promise<boolean> {
    const rows = await ask<{ id: string; status: string }>(
      this.#url,
      `select id, status from workflow_executions where status in ('queued', 'running', 'waiting')`,
    );
    if (rows.length === 0) return false;
    await this.#child.begin();
    for (const { id, status } of rows) {
      const token = this.#tokens.get(id);
      if (status === 'waiting' && token) await this.#child.ask({ do: 'resume', token, data: { id } });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    return true;
  }

  async #deploy(definition: unknown): Promise<Workflow> {
    await this.#child.begin();
    const order = { do: 'deploy', definition: definition as never, org_id: this.#org_id } as const;
    const made = await this.#child.ask<Workflow>(order);
    if (!made) throw new Error('A workflow could not be deployed');
    return made;
  }
}

async function makeDatabase(url: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const made = new URL(url);
  made.pathname = `/${name}`;
  return made.toString();
}
