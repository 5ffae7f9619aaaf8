import type { Step, StepStatus } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { nodeSteps } from './node_steps.ts';
import { pathInRound, roundChoices, stepNear } from './round_choice.ts';
import { ancestorsOf, loopPathOf, roundsOf } from './round_path.ts';
import { findNode, oneRoundEach, orderedRounds, type StepNode, stepTree } from './step_tree.ts';

const step = (path: string, status: StepStatus = 'success', more: Partial<Step> = {}): Step => {
  const id = path.split('/').at(-1)!;
  return {
    node_id: id,
    key: id,
    label: id,
    subtype: id.startsWith('loop') ? 'loop' : 'respond',
    path,
    status,
    ...more,
  };
};

/** `a`, `loop{0:a,b 1:a!}`: what the list shows, unfolded. */
const drawn = (nodes: readonly StepNode[]): string =>
  nodes
    .map(({ step: { node_id, status }, rounds }) => {
      const mark = status === 'error' ? '!' : '';
      const inside = rounds?.map((round) => `${round.index}:${drawn(round.steps)}`).join(' ');
      return `${node_id}${mark}${inside === undefined ? '' : `{${inside}}`}`;
    })
    .join(',');

describe('the path of a step', () => {
  it.each([
    ['node', []],
    ['loop[3]/node', [{ loop: 'loop', index: 3 }]],
    [
      'outer[3]/inner[2]/node',
      [
        { loop: 'outer', index: 3 },
        { loop: 'inner', index: 2 },
      ],
    ],
    ['a.b-c:d[10000]/x', [{ loop: 'a.b-c:d', index: 10_000 }]],
    ['odd/node', []],
  ])('%s lies in %j', (path, rounds) => {
    expect(roundsOf(path)).toEqual(rounds);
  });

  it('is reached through its loops and rounds', () => {
    expect(ancestorsOf('outer[3]/inner[2]/node')).toEqual([
      'outer',
      'outer[3]',
      'outer[3]/inner',
      'outer[3]/inner[2]',
    ]);
    expect(loopPathOf(roundsOf('outer[3]/inner[2]/node'))).toBe('outer[3]/inner');
  });
});

describe('the tree of steps', () => {
  it('puts rounds under their loop, in their order', () => {
    const steps = [
      step('t'),
      step('loop'),
      step('loop[10]/a'),
      step('loop[2]/a'),
      step('loop[2]/b'),
      step('end'),
    ];
    expect(drawn(stepTree(steps))).toBe('t,loop{2:a,b 10:a},end');
  });

  it('nests loops', () => {
    const steps = [
      step('loop_o'),
      step('loop_o[0]/loop_i'),
      step('loop_o[0]/loop_i[1]/a'),
      step('loop_o[0]/loop_i[0]/a'),
      step('loop_o[1]/loop_i'),
    ];
    expect(drawn(stepTree(steps))).toBe('loop_o{0:loop_i{0:a 1:a} 1:loop_i{}}');
  });

  it('makes the loop of rounds that came before it, and gives it its step later', () => {
    expect(drawn(stepTree([step('loop[0]/a')]))).toBe('loop{0:a}');
    const [loop] = stepTree([step('loop[0]/a'), step('loop', 'error')]);
    expect(loop).toMatchObject({ step: { status: 'error' }, rounds: [{ index: 0 }] });
  });

  it.each([
    [['success', 'skipped'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['success', 'error'], 'error'],
    [['success', 'running'], 'running'],
    [['running', 'waiting'], 'waiting'],
  ] as const)('a round of %j is %s', (statuses, expected) => {
    const [loop] = stepTree(statuses.map((status, index) => step(`loop[0]/n${index}`, status)));
    expect(loop!.rounds![0]!.status).toBe(expected);
  });

  it('takes a node with a name like a path for what it is', () => {
    expect(drawn(stepTree([step('a'), { ...step('x'), node_id: 'odd/node', path: 'odd/node' }]))).toBe(
      'a,odd/node',
    );
    const deep = [step('loop', 'success'), step('loop[0]/b'), step('loop[1]/loop2[12]/c')];
    expect(findNode(stepTree(deep), 'loop[1]/loop2[12]/c')?.step.key).toBe('c');
    expect(findNode(stepTree(deep), 'loop[2]/b')).toBeNull();
  });

  it('does not call a round failed whose node goes on after an error', () => {
    const [loop] = stepTree([step('loop[0]/a', 'error', { handle: 'error' }), step('loop[0]/b')]);
    expect(loop!.rounds![0]!.status).toBe('success');
  });

  it('shows failed rounds first, or alone', () => {
    const steps = [0, 1, 2, 3].map((index) =>
      step(`loop[${index}]/a`, index % 2 === 1 ? 'error' : 'success'),
    );
    const rounds = stepTree(steps)[0]!.rounds!;
    const shown = (order: Parameters<typeof orderedRounds>[1]) =>
      orderedRounds(rounds, order).map(({ index }) => index);
    expect([shown('in_order'), shown('failed_first'), shown('only_failed')]).toEqual([
      [0, 1, 2, 3],
      [1, 3, 0, 2],
      [1, 3],
    ]);
  });

  it('lists one round of each loop: that of the chosen step, else one that failed, else the first', () => {
    const tree = stepTree([
      step('t'),
      step('loop'),
      step('loop[0]/a'),
      step('loop[1]/a', 'error'),
      step('loop[2]/a'),
      step('end'),
    ]);
    const listed = (chosen: string | null) => oneRoundEach(tree, chosen).map(({ step: { path } }) => path);
    expect(listed('loop[2]/a')).toEqual(['t', 'loop', 'loop[2]/a', 'end']);
    expect(listed('end')).toEqual(['t', 'loop', 'loop[1]/a', 'end']);
    expect(oneRoundEach(tree, null).map(({ depth }) => depth)).toEqual([0, 0, 1, 0]);
  });

  it('takes 50,000 steps of 10,000 rounds', () => {
    const steps = Array.from({ length: 10_000 }, (_, index) =>
      ['a', 'b', 'c', 'd', 'e'].map((id) => step(`loop[${index}]/${id}`)),
    ).flat();
    expect(stepTree(steps)[0]!.rounds).toHaveLength(10_000);
  });
});

describe('a node on the canvas', () => {
  const of = (...steps: Step[]) => nodeSteps(steps);

  it('keeps its step where it has one', () => {
    const only = step('a', 'success', { duration_ms: 5 });
    expect(of(only).get('a')).toBe(only);
  });

  it('counts its rounds in a loop', () => {
    const found = of(
      step('loop[0]/a', 'success', { duration_ms: 5 }),
      step('loop[1]/a', 'error'),
      step('loop[2]/a', 'skipped'),
    );
    expect(found.get('a')).toMatchObject({
      status: 'error',
      duration_ms: null,
      counts: { done: 1, failed: 1, skipped: 1, going: 0, partial: false },
    });
  });

  it('says when the record has fewer rounds than there were', () => {
    const loop = (done: number) => step('loop', 'success', { iterations: { total: done, done, failed: 0 } });
    const partial = (done: number) =>
      of(loop(done), step('loop[0]/a'), step('loop[0]/b')).get('a')!.counts!.partial;
    expect([partial(1), partial(2)]).toEqual([false, true]);
  });

  it.each([
    [['success', 'running'], 'running'],
    [['running', 'waiting'], 'waiting'],
    [['success', 'success'], 'success'],
    [['skipped', 'skipped'], 'skipped'],
    [['success', 'skipped'], 'success'],
  ] as const)('is with %j %s', (statuses, expected) => {
    const steps = statuses.map((status, index) => step(`loop[${index}]/a`, status));
    expect(of(...steps).get('a')!.status).toBe(expected);
  });
});

describe('choosing a round', () => {
  const paths = ['o[0]/i[0]/n', 'o[0]/i[2]/n', 'o[1]/i[0]/n', 'o[5]/i[1]/n'];

  it('offers at each loop the rounds in which the node has a step', () => {
    expect(roundChoices(paths, 'o[0]/i[2]/n')).toEqual([
      { loop: 'o', index: 0, indexes: [0, 1, 5] },
      { loop: 'i', index: 2, indexes: [0, 2] },
    ]);
    expect(roundChoices(['n'], 'n')).toEqual([]);
  });

  it.each([
    [0, 1, 'o[1]/i[0]/n'],
    [0, 5, 'o[5]/i[1]/n'],
    [0, 900, 'o[5]/i[1]/n'],
    [1, 0, 'o[0]/i[0]/n'],
    [1, 7, 'o[0]/i[2]/n'],
  ])('at level %i round %i is %s', (level, index, expected) => {
    expect(pathInRound(paths, 'o[0]/i[2]/n', level, index)).toBe(expected);
  });

  it('stays in the round when another node is chosen, and looks at failures first otherwise', () => {
    const steps = [step('o[0]/n'), step('o[1]/n'), step('o[2]/n', 'error')];
    expect(stepNear(steps, 'o[1]/m')?.path).toBe('o[1]/n');
    expect(stepNear(steps, 'other')?.path).toBe('o[2]/n');
    expect(stepNear(steps, null)?.path).toBe('o[2]/n');
    expect(stepNear([], null)).toBeUndefined();
  });
});
