/** Those who call the webhooks: each remembers what was promised to it, and calls again when it was promised nothing. */
import type { Target } from './owner.ts';

export interface Promised {
  execution_id: string;
  workflow: string;
  n: number;
}

export interface Calls {
  readonly promised: Promised[];
  /** Answers by status; 0: no answer. */
  readonly answers: Map<number, number>;
  /** Refusals without `Retry-After` where one belongs. */
  readonly impolite: string[];
  /** Told of each that was accepted. */
  onPromised?(promised: Promised): void;
}

/** Calls until `count` executions were accepted, `rate` a second over all targets in turn. */
export async function callAll(
  targets: readonly Target[],
  { count, rate, calls }: { count: number; rate: number; calls: Calls },
): Promise<void> {
  const open = new Set<Promise<unknown>>();
  const began = performance.now();
  for (let n = 0; n < count; n += 1) {
    const wait = began + (n / rate) * 1_000 - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const call = callOnce(targets[n % targets.length]!, { n }, calls).finally(() => open.delete(call));
    open.add(call);
  }
  await Promise.all(open);
}

/** Calls until it is accepted. */
export async function callOnce(
  target: Target,
  data: { n: number } & Record<string, unknown>,
  calls: Calls,
): Promise<Promised> {
  for (;;) {
    const answer = await fetch(target.address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(data),
      signal: AbortSignal.timeout(30_000),
    }).catch(() => null);
    const status = answer?.status ?? 0;
    calls.answers.set(status, (calls.answers.get(status) ?? 0) + 1);
    const body = (await answer?.json().catch(() => null)) as { execution_id?: string } | null | undefined;
    if (answer?.ok && body?.execution_id) {
      const promised = { execution_id: body.execution_id, workflow: target.name, n: data.n };
      calls.promised.push(promised);
      calls.onPromised?.(promised);
      return promised;
    }
    if (answer?.ok && body) calls.impolite.push(`${status} without an execution id`);
    if ((status === 429 || status === 503) && !answer?.headers.get('retry-after'))
      calls.impolite.push(`${status} without Retry-After`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
