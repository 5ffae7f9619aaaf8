import { checkDefinition, coreManifest, type Definition, type Problem } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { updateConfig } from '../document/edits/update_config.ts';
import { draw } from '../document/testing.ts';
import { aboutNothing, begun, fieldLeft, isUnfinished, nodesLeft, type Unfinished } from './unfinished.ts';

const nothing: Unfinished = new Map();
const context = { manifests: [coreManifest()] };

function open(definition: Definition, unfinished: Unfinished): string[] {
  const found = checkDefinition(definition, context);
  const empty = aboutNothing(found, definition);
  return found
    .filter((problem) => empty.has(problem) && isUnfinished(problem, unfinished, definition.nodes))
    .map(({ node_id, field, check }) => `${node_id ?? '-'} ${field ?? check}`);
}

const wait = draw({ t: 'manual', w: 'wait' }, 't>w');
const [, waiting] = wait.nodes;

describe('what is empty in a node that was just added', () => {
  it('is not filled in yet, and of a node that was there it is a mistake', () => {
    expect(open(wait, nothing)).toEqual([]);
    expect(open(wait, begun(nothing, [waiting!]))).toEqual(['w duration']);
  });

  it('is a mistake once its field was left, and that of another field is not', () => {
    const event = updateConfig(draw({ t: 'manual', w: 'approval' }, 't>w'), 'w', ['title'], '');
    const added = begun(nothing, event.nodes);
    expect(open(event, added)).toContain('w title');
    expect(open(event, fieldLeft(added, 'w', 'deadline'))).toContain('w title');
    expect(open(event, fieldLeft(added, 'w', 'title'))).not.toContain('w title');
  });

  it('is a mistake once the node was left after somebody worked on it, and not before', () => {
    const added = begun(nothing, [waiting!]);
    expect(nodesLeft(added, [waiting!])).toBe(added);
    const worked = updateConfig(wait, 'w', ['mode'], 'until').nodes[1]!;
    expect(nodesLeft(added, [worked]).has('w')).toBe(false);
    expect(nodesLeft(fieldLeft(added, 'w', 'duration'), [waiting!]).has('w')).toBe(false);
    expect(nodesLeft(added, [{ ...waiting!, connection_id: 'c' }]).has('w')).toBe(false);
    expect(nodesLeft(added, [{ ...waiting!, position: { x: 9, y: 9 } }])).toBe(added);
  });

  it('counts in rows and in what stands for it', () => {
    const rows = updateConfig(
      draw({ t: 'manual', i: 'if', m: 'merge' }, 't>i', 'i:true>m'),
      'i',
      ['conditions'],
      [{ left: '', op: 'equals', right: '' }],
    );
    const added = begun(nothing, rows.nodes);
    expect(open(rows, added)).toContain('i conditions[0].left');
    expect(open(rows, fieldLeft(added, 'i', 'conditions'))).toEqual([]);
    const none = draw({ t: 'manual', i: 'if', m: 'merge' }, 't>i', 'i:true>m');
    expect(open(none, begun(nothing, none.nodes))).toEqual(['i condition']);
    expect(open(none, fieldLeft(begun(nothing, none.nodes), 'i', 'conditions'))).toEqual([]);
  });
});

it('a wrong value is a mistake at once', () => {
  const wrong = updateConfig(wait, 'w', ['duration'], { value: -1, unit: 'minutes' });
  expect(checkDefinition(wrong, context).some(({ severity }) => severity === 'error')).toBe(true);
  expect(open(wrong, begun(nothing, wrong.nodes))).toEqual([]);
});

describe('what nothing leads to, or on from', () => {
  it.each<[string, Definition, string[]]>([
    ['a node that hangs loose', draw({ t: 'manual', m: 'merge', n: 'merge' }, 't>m'), ['n connected']],
    ['a trigger alone', draw({ t: 'manual' }), ['t trigger']],
    ['a loop without a body', draw({ t: 'manual', l: ['loop', { items: [1] }] }, 't>l'), ['l loop_bodies']],
    ['a break alone', draw({ t: 'manual', m: 'merge', b: 'break' }, 't>m'), ['b connected', 'b loop_bodies']],
  ])('%s', (_, definition, expected) => {
    expect(open(definition, begun(nothing, definition.nodes)).sort()).toEqual([...expected].sort());
    expect(open(definition, nothing)).toEqual([]);
  });

  it('what leads the wrong way is a mistake at once', () => {
    const wrong = draw({ t: 'manual', m: 'merge', b: 'break' }, 't>m', 'm>b');
    expect(open(wrong, begun(nothing, wrong.nodes))).toEqual([]);
  });
});

it('a workflow that is only begun lacks its trigger without blame; one that was opened does not', () => {
  const empty = draw({});
  expect(open(empty, nothing)).toEqual(['- trigger']);
  const loose = draw({ m: 'merge' });
  const ofWorkflow = (unfinished: Unfinished) =>
    open(loose, unfinished).filter((line) => line.startsWith('-'));
  expect(ofWorkflow(begun(nothing, loose.nodes))).toEqual(['- trigger']);
  expect(ofWorkflow(nothing)).toEqual([]);
});

it('what cannot be found is let off by nobody', () => {
  const stray: Problem = {
    node_id: 'gone',
    field: 'url',
    severity: 'error',
    message: 'x',
    check: 'missing_input',
  };
  expect(aboutNothing([stray], wait).size).toBe(0);
});
