/** What is executed while its process dies at each statement in turn. */
import { control, effect, manual as first, graph, line, map } from './nodes.ts';

export interface FailShape {
  name: string;
  /** Effects of one execution, its children not counted. */
  effects: number;
  /** Statements at which its process can die, at least: fewer mean that some are no longer seen. */
  least: number;
  /** Of the execution, where it is not to succeed. */
  ends?: 'error';
  /** Executions that are begun together. */
  count?: number;
  /** Each begins exactly one other execution. */
  child?: boolean;
  definition: unknown;
}

/** @param ids of the workflows that others call */
export function failShapes(address: string, ids: { called: string; handler: string }): FailShape[] {
  const a = effect('a', address);
  const b = effect('b', address);
  const callback = control('wait', 'wait', {
    mode: 'callback',
    timeout: { value: 1, unit: 'hours' },
  });
  return [
    { name: 'line', effects: 2, least: 3, definition: line(first, a, map, b) },
    {
      name: 'branch',
      effects: 3,
      least: 3,
      definition: graph(
        [first, a, b, control('join', 'merge', {}), effect('c', address)],
        [
          ['hook', 'a'],
          ['hook', 'b'],
          ['a', 'join'],
          ['b', 'join'],
          ['join', 'c'],
        ],
      ),
    },
    {
      name: 'loop',
      effects: 4,
      least: 4,
      definition: graph(
        [first, control('loop', 'loop', { items: '{{ [1, 2, 3] }}' }), effect('inner', address), b],
        [
          ['hook', 'loop'],
          ['loop:body', 'inner'],
          ['loop:done', 'b'],
        ],
      ),
    },
    {
      name: 'wait',
      effects: 2,
      least: 15,
      definition: line(
        first,
        effect('a', address, '', { url: '{{ execution.resume_urls.wait }}' }),
        callback,
        b,
      ),
    },
    { name: 'retry', effects: 1, least: 4, definition: line(first, effect('a', address, '?fail=2')) },
    {
      name: 'child',
      child: true,
      effects: 1,
      least: 15,
      definition: line(
        first,
        control('sub', 'sub_workflow', { workflow_id: ids.called, input: { n: 1 } }),
        b,
      ),
    },
    {
      name: 'gate',
      effects: 1,
      least: 15,
      count: 2,
      definition: { ...line(first, a), config: { max_concurrency: 1 } },
    },
    {
      name: 'failure',
      child: true,
      effects: 1,
      least: 7,
      ends: 'error',
      definition: {
        ...line(first, effect('a', address, '?refuse=1')),
        config: { error_workflow_id: ids.handler },
      },
    },
  ];
}
