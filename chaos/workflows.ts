/** What is executed while everything breaks: a shape for each way in which an execution can be cut. */
import { control, effect, graph, hook, line, manual, map } from './nodes.ts';

/** The workflow that others call. */
export const called = (address: string) => line(manual, effect('inner', address));

export interface Shape {
  name: string;
  /** Effects of one execution; absent where it depends on how it went. */
  effects?: number;
  /** How it may end; with success where absent. */
  ends?: readonly string[];
  /** Each begins exactly one other execution. */
  child?: boolean;
  definition: unknown;
}

export function shapes(address: string, called_id: string): Shape[] {
  const a = effect('a', address);
  const b = effect('b', address);
  const c = effect('c', address);
  const after = effect('after', address);
  const items = { items: '{{ [1, 2, 3, 4, 5] }}', concurrency: 2 };
  const delay = { mode: 'delay', duration: { value: 7, unit: 'seconds' } };
  const call = { workflow_id: called_id, input: { n: '{{ trigger.data.n }}' } };
  return [
    { name: 'line', effects: 3, definition: line(hook, a, map, b, c) },
    {
      name: 'branches',
      effects: 3,
      definition: graph(
        [hook, a, b, control('join', 'merge', {}), c],
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
      effects: 6,
      definition: graph(
        [hook, control('loop', 'loop', items), effect('in_loop', address), after],
        [
          ['hook', 'loop'],
          ['loop:body', 'in_loop'],
          ['loop:done', 'after'],
        ],
      ),
    },
    {
      name: 'wait',
      effects: 2,
      definition: line(hook, effect('before', address), control('wait', 'wait', delay), after),
    },
    { name: 'retry', effects: 1, definition: line(hook, effect('stubborn', address, '?fail=2')) },
    {
      name: 'sub_workflow',
      effects: 1,
      child: true,
      definition: line(hook, control('sub', 'sub_workflow', call), after),
    },
  ];
}
