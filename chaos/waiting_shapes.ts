/** Executions that wait, stand in line, call, fail and are stopped. Their steps say to the recorder what they ask for. */
import { control, effect, graph, hook, line, manual } from './nodes.ts';
import type { Shape } from './workflows.ts';

export interface Called {
  /** One effect. */
  inner: string;
  /** An effect in each of many rounds: longer than anybody waits before stopping it. */
  endless: string;
  /** One effect, with the failed execution as its input. */
  handler: string;
}

export const eventType = 'chaos.go';

/** The workflow that is stopped before it ends. */
export const endless = (address: string) => rounds(manual, address, 400);

/** How an approval is answered is up to who decides; the branch that was taken has its effect. */
export function waitingShapes(address: string, ids: Called): Shape[] {
  const after = effect('after', address);
  const says = (what: Record<string, unknown>) => effect('asks', address, '', what);
  const hour = { value: 1, unit: 'hours' };
  return [
    {
      name: 'callback',
      effects: 2,
      definition: line(
        hook,
        says({ callback: '{{ execution.resume_urls.wait }}' }),
        control('wait', 'wait', { mode: 'callback', timeout: hour }),
        after,
      ),
    },
    {
      name: 'approval',
      effects: 1,
      definition: graph(
        [
          hook,
          control('approval', 'approval', { title: 'Go on?', deadline: hour }),
          effect('yes', address),
          effect('no', address),
        ],
        [
          ['hook', 'approval'],
          ['approval:approved', 'yes'],
          ['approval:rejected', 'no'],
        ],
      ),
    },
    {
      name: 'event',
      effects: 2,
      definition: line(
        hook,
        says({ event: '{{ trigger.data.n }}' }),
        control('wait', 'wait', {
          mode: 'event',
          event_type: eventType,
          match: [{ path: 'n', value: '{{ trigger.data.n }}' }],
          timeout: hour,
        }),
        after,
      ),
    },
    {
      name: 'loop with a wait',
      effects: 4,
      definition: graph(
        [
          hook,
          control('loop', 'loop', { items: '{{ [1, 2, 3] }}', concurrency: 2 }),
          control('pause', 'wait', { mode: 'delay', duration: { value: 6, unit: 'seconds' } }),
          effect('in_loop', address),
          after,
        ],
        [
          ['hook', 'loop'],
          ['loop:body', 'pause'],
          ['pause', 'in_loop'],
          ['loop:done', 'after'],
        ],
      ),
    },
    {
      name: 'failing',
      effects: 1,
      ends: ['error'],
      child: true,
      definition: {
        ...line(hook, effect('refused', address, '?refuse=1')),
        config: { error_workflow_id: ids.handler },
      },
    },
    {
      name: 'sub_workflow that nobody waits for',
      effects: 1,
      child: true,
      definition: line(
        hook,
        control('sub', 'sub_workflow', { workflow_id: ids.inner, input: { n: 1 }, wait: false }),
        after,
      ),
    },
  ];
}

/** One execution for each key at a time, in the order in which they came. */
export const gated = (address: string) => ({
  ...line(hook, effect('a', address), effect('b', address)),
  config: { timeout_seconds: 600, concurrency_key: 'trigger.data.key', max_concurrency: 1 },
});

/** Two that somebody stops: one works itself, the other waits for what it called. */
export function stoppedShapes(address: string, ids: Called): Shape[] {
  const ends = ['cancelled'];
  return [
    { name: 'stopped', ends, definition: rounds(hook, address, 400) },
    {
      name: 'stopped with its child',
      ends,
      definition: line(
        hook,
        control('sub', 'sub_workflow', { workflow_id: ids.endless, input: { n: 1 } }),
        effect('after', address),
      ),
    },
  ];
}

function rounds(trigger: typeof hook, address: string, count: number) {
  return graph(
    [
      trigger,
      control('loop', 'loop', { items: `{{ range(0, ${count}) }}`, concurrency: 2 }),
      effect('in_loop', address),
    ],
    [
      [trigger.id, 'loop'],
      ['loop:body', 'in_loop'],
    ],
  );
}
