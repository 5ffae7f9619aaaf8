import { describe, expect, it } from 'vitest';
import { groupNodes } from '../document/edits/annotations.ts';
import { gridSize, nodeWidth } from '../document/edits/place.ts';
import { rename } from '../document/edits/rename.ts';
import { draw, edgesOf } from '../document/testing.ts';
import { calledId, shortId } from './called_name.ts';
import { edgeFlow } from './edge_flow.ts';
import { chipWidth, roomForLabel } from './edge_label.ts';
import { edgeTone, flowEdges, flowNodes, portLabel } from './flow_nodes.ts';
import { flowOrder, nodeDescription } from './flow_order.ts';
import { commandOf } from './keys.ts';
import { tidyLayout } from './layout.ts';
import { nodeSummary } from './node_summary.ts';
import { placeFor, withNode } from './place_node.ts';
import { placeWords } from './place_words.ts';
import { tidied } from './tidy.ts';

const branching = draw(
  { no: 'respond', yes: 'respond', check: 'if', start: 'webhook' },
  'start>check',
  'check:true>yes',
  'check:false>no',
);
const input = (definition: typeof branching, selected: string[] = []) => ({
  definition,
  selected: new Set(selected),
  marksOf: () => [],
});

describe('what a screen reader hears', () => {
  it('says name, kind, place, targets and problems', () => {
    const [node] = draw({ a: 'http_request' }).nodes;
    expect(nodeDescription(node!, { step: 2, of: 5 }, ['Data Transform'], ['1 problem'])).toBe(
      'HTTP Request, step 2 of 5, connected to Data Transform, 1 problem',
    );
    expect(
      nodeDescription(
        { ...node!, label: 'Get order', disabled: true },
        { step: 1, of: 1 },
        [],
        ['2 problems', 'needs URL'],
      ),
    ).toBe(
      'Get order, HTTP Request, step 1 of 1, not connected to a next step, disabled, 2 problems, needs URL',
    );
    expect(nodeDescription(node!, { step: 1, of: 9 }, ['A', 'B', 'C', 'D', 'E'], [])).toContain(
      'connected to A, B, C and 2 more',
    );
  });

  it('says that nothing is connected with a step instead of a number in a flow that it is not in', () => {
    const { nodes, edges } = draw({ a: 'webhook', loose: 'http_request', b: 'respond' }, 'a>b');
    const labels = flowNodes(input({ ...branching, nodes, edges }), []).map(({ id, ariaLabel }) => [
      id,
      ariaLabel,
    ]);
    expect(Object.fromEntries(labels)).toEqual({
      a: 'Webhook Trigger, step 1 of 2, connected to Respond',
      b: 'Respond, step 2 of 2, not connected to a next step',
      loose: 'HTTP Request, not connected',
    });
  });

  it('reaches nodes in flow order, and by place when there is a cycle', () => {
    expect(flowOrder(branching).map(({ id }) => id)).toEqual(['start', 'check', 'yes', 'no']);
    const cycle = draw({ a: 'merge', b: 'merge' }, 'a>b', 'b>a');
    expect(flowOrder(cycle).map(({ id }) => id)).toEqual(['a', 'b']);
  });
});

describe('what React Flow is given', () => {
  it('keeps the objects of everything that did not change', () => {
    const before = flowNodes(input(branching), []);
    expect(flowNodes(input(branching), before)).toBe(before);
    const after = flowNodes(input(rename(branching, 'yes', 'Answer')), before);
    const changed = after.filter((node) => !before.includes(node)).map(({ id }) => id);
    // Its own card, and that of the node which says that it is connected to it.
    expect(changed).toEqual(['check', 'yes']);
  });

  it('keeps measured sizes', () => {
    const before = flowNodes(input(branching), []).map((node) => ({
      ...node,
      measured: { width: 240, height: 60 },
    }));
    const after = flowNodes(input(branching, ['yes']), before);
    expect(after.find(({ id }) => id === 'yes')).toMatchObject({
      selected: true,
      measured: { width: 240, height: 60 },
    });
  });

  it('names edges by their port and keeps those that are the same', () => {
    const before = flowEdges(branching, new Set(), []);
    expect(before.map(({ data }) => data)).toEqual([
      { label: null, tone: 'plain' },
      { label: 'true', tone: 'true' },
      { label: 'false', tone: 'false' },
    ]);
    const after = flowEdges(branching, new Set([before[1]!.id]), before);
    expect([after[0] === before[0], after[1] === before[1]]).toEqual([true, false]);
  });

  it('calls the ports of a switch by their cases', () => {
    const [node] = draw({ s: ['switch', { cases: [{ label: 'Paid' }, { label: ' ' }] }] }).nodes;
    expect(['case_0', 'case_1', 'else', 'out'].map((handle) => portLabel(node!, handle))).toEqual([
      'Paid',
      'case 2',
      'else',
      null,
    ]);
  });
});

describe('the colour of a port', () => {
  it.each([
    ['approved', 'true'],
    ['rejected', 'false'],
    ['timeout', 'error'],
    ['body', 'plain'],
    ['done', 'plain'],
    ['constructor', 'plain'],
  ])('%s is that of %s', (handle, tone) => {
    expect(edgeTone(handle)).toBe(tone);
  });
});

describe('a tidy layout', () => {
  const positions = tidyLayout(branching);
  const at = (id: string) => positions.get(id)!;

  it('goes from left to right, with true above false', () => {
    expect(at('start').x).toBeLessThan(at('check').x);
    expect(at('check').x).toBeLessThan(at('yes').x);
    expect(at('yes').y).toBeLessThan(at('no').y);
  });

  it('keeps the top left where it was, on the grid', () => {
    expect(Math.min(...[...positions.values()].map(({ x }) => x))).toBe(0);
    for (const { x, y } of positions.values()) expect([x % 20, y % 20].map(Math.abs)).toEqual([0, 0]);
  });

  it('lays out a cycle and nothing at all', () => {
    expect(tidyLayout(draw({ a: 'merge', b: 'merge' }, 'a>b', 'b>a')).size).toBe(2);
    expect(tidyLayout(draw({})).size).toBe(0);
  });
});

describe('where a new node goes', () => {
  const centre = { x: 100, y: 100 };
  it.each([
    ['a case', draw({ t: 'manual', s: ['switch', { cases: [{ label: 'Case 1' }] }] }, 't>s'), 's', 'case_0'],
    ['a branch', draw({ t: 'manual', i: 'if' }, 't>i'), 'i', 'true'],
    ['the end of a loop', draw({ t: 'manual', l: 'loop' }, 't>l'), 'l', 'done'],
  ])('added after %s leaves room for its whole name, as tidying does', (_, drawn, source, sourceHandle) => {
    const { definition, node } = withNode(drawn, 'http_request', { kind: 'port', source, sourceHandle });
    const from = drawn.nodes.find(({ id }) => id === source)!.position.x + nodeWidth;
    const label = portLabel(drawn.nodes.find(({ id }) => id === source)!, sourceHandle)!;
    expect(roomForLabel({ sourceX: from, targetX: node.position.x }, label)).toBe(chipWidth(label));
    const away = (x: number) => x - from;
    const tidy = tidied(definition, []).nodes.find(({ id }) => id === node.id)!;
    expect(Math.abs(away(tidy.position.x) - away(node.position.x))).toBeLessThanOrEqual(gridSize);
  });

  it('put into the edge of a case moves what followed, with room for both names', () => {
    const drawn = draw(
      { t: 'manual', s: ['switch', { cases: [{ label: 'Case 1' }] }], r: 'respond' },
      't>s',
      's:case_0>r',
    );
    const edgeId = drawn.edges[1]!.id;
    const { definition, node } = withNode(drawn, 'switch', { kind: 'edge', edgeId });
    const [, before, after] = definition.nodes.slice(0, 3);
    for (const [left, right] of [
      [before!, node],
      [node, after!],
    ] as const)
      expect(
        roomForLabel({ sourceX: left.position.x + nodeWidth, targetX: right.position.x }, 'Case 1'),
      ).toBe(chipWidth('Case 1'));
  });

  it('goes right of the selected node, from its first free port', () => {
    expect(placeFor(branching, ['check'], 'stop', centre)).toEqual({
      kind: 'port',
      source: 'check',
      sourceHandle: 'true',
    });
    const half = draw({ t: 'manual', c: 'if', y: 'respond' }, 't>c', 'c:true>y');
    expect(placeFor(half, ['c'], 'respond', centre)).toEqual({
      kind: 'port',
      source: 'c',
      sourceHandle: 'false',
    });
  });

  it('goes on from the only end of the flow with nothing selected', () => {
    const chain = draw({ t: 'manual', a: 'respond', loose: 'respond' }, 't>a');
    expect(placeFor(chain, [], 'stop', centre)).toEqual({ kind: 'port', source: 'a', sourceHandle: 'out' });
    expect(placeFor(draw({ t: 'manual' }), [], 'stop', centre)).toMatchObject({ source: 't' });
    expect(placeFor(branching, [], 'stop', centre).kind).toBe('free');
    expect(placeFor(chain, ['t', 'a'], 'stop', centre).kind).toBe('free');
  });

  it('stands free after a node without ports, with nothing selected, and as a trigger left of all', () => {
    const ended = draw({ t: 'manual', s: 'stop' }, 't>s');
    expect(placeFor(ended, ['s'], 'respond', centre).kind).toBe('free');
    expect(placeFor(ended, [], 'respond', centre).kind).toBe('free');
    expect(placeFor(ended, ['t'], 'webhook', centre)).toEqual({ kind: 'free', position: { x: -320, y: 0 } });
  });

  it('connects a trigger to the one step that nothing starts', () => {
    const steps = draw({ a: 'http_request', b: 'respond' }, 'a>b');
    expect(edgesOf(withNode(steps, 'webhook', { kind: 'free', position: centre }).definition)).toEqual([
      'a>b',
      'n3>a',
    ]);
    expect(
      edgesOf(
        withNode(draw({ a: 'respond', b: 'respond' }), 'webhook', { kind: 'free', position: centre })
          .definition,
      ),
    ).toEqual([]);
  });

  it('puts a loop into an edge so that what followed comes after it', () => {
    const chain = draw({ a: 'manual', b: 'respond' }, 'a>b');
    const edgeId = chain.edges[0]!.id;
    expect(edgesOf(withNode(chain, 'loop', { kind: 'edge', edgeId }).definition)).toEqual([
      'a>n3',
      'n3:done>b',
    ]);
  });

  it('goes from the body of a loop first', () => {
    const chain = draw({ a: 'manual', l: 'loop' }, 'a>l');
    expect(placeFor(chain, ['l'], 'respond', centre)).toMatchObject({ source: 'l', sourceHandle: 'body' });
  });

  it('joins the group in whose box it comes to lie, and no other', () => {
    const chain = draw({ t: 'manual', a: 'respond', b: 'respond', c: 'respond' }, 't>a', 'a>b', 'b>c');
    const grouped = groupNodes(chain, ['a', 'b'], { label: '' })!.definition;
    const members = (target: Parameters<typeof withNode>[2]) =>
      withNode(grouped, 'merge', target).definition.groups![0]!.nodes;
    expect(members({ kind: 'edge', edgeId: chain.edges[1]!.id })).toEqual(['a', 'b', 'n5']);
    expect(members({ kind: 'free', position: { x: 400, y: 0 } })).toEqual(['a', 'b', 'n5']);
    expect(members({ kind: 'edge', edgeId: chain.edges[2]!.id })).toEqual(['a', 'b']);
    expect(members({ kind: 'port', source: 'c', sourceHandle: 'out' })).toEqual(['a', 'b']);
  });

  it.each([
    [{ kind: 'port', source: 'check', sourceHandle: 'true' }, 'After “Conditional”, output “true”'],
    [{ kind: 'edge', edgeId: branching.edges[0]!.id }, 'Between “Webhook Trigger” and “Conditional”'],
    [{ kind: 'before', nodeId: 'yes' }, 'Before “Respond”'],
    [{ kind: 'free', position: centre }, 'Not connected. Select a node first to add after it.'],
    [{ kind: 'port', source: 'gone', sourceHandle: 'out' }, null],
    [{ kind: 'edge', edgeId: 'gone' }, null],
  ] as const)('is said in words: %j', (target, words) => {
    expect(placeWords(branching, target)).toBe(words);
  });

  it('is not said of the first node', () => {
    expect(placeWords(draw({}), { kind: 'free', position: centre })).toBeNull();
  });

  it('gives a switch a case to begin with', () => {
    expect(withNode(draw({}), 'switch', { kind: 'free', position: centre }).node.config).toEqual({
      cases: [{ label: 'Case 1' }],
    });
  });
});

describe('the second line of a card', () => {
  it.each([
    ['http_request', {}, 'Action'],
    ['http_request', { url: 'https://api.example.com/x' }, 'GET api.example.com/x'],
    ['http_request', { method: 'POST', url: 'x'.repeat(80) }, `POST ${'x'.repeat(54)}…`],
    ['schedule', { schedule_type: 'interval', interval: { value: 1, unit: 'hours' } }, 'Every hour'],
    ['schedule', { schedule_type: 'interval', interval: { value: 5, unit: 'minutes' } }, 'Every 5 minutes'],
    ['schedule', { cron: '0 9 * * *' }, 'Cron 0 9 * * *'],
    ['webhook', {}, 'POST'],
    ['webhook', { method: 'GET', path: 'orders' }, 'GET /orders'],
    ['data_transform', { mappings: [{}, {}] }, 'Map 2 fields'],
    ['data_transform', { transform_type: 'custom', expression: '1 + 1' }, '1 + 1'],
    [
      'if',
      { conditions: [{ left: '{{ order.total }}', op: 'greater_or_equal', right: 5 }, {}] },
      'order.total ≥ 5 + 1 more',
    ],
    ['switch', { cases: [{}] }, '1 case'],
    ['stop', { status: 'error' }, 'Ends with an error'],
    ['merge', { mode: 7 }, 'Logic'],
    ['loop', { items: '{{ order.lines }}' }, 'Each of order.lines'],
    [
      'approval',
      { title: 'Order {{ trigger.data.order_id }} of {{ upper(name) }}?' },
      'Order {order_id} of {{ upper(name) }}?',
    ],
    ['loop', { items: [1, 2, 3] }, '3 items'],
    ['loop', { mode: 'while', condition: 'index < 10' }, 'While index < 10'],
    ['wait', {}, 'Logic'],
    ['wait', { duration: { value: 1, unit: 'hours' } }, 'For 1 hour'],
    ['wait', { mode: 'event', event_type: 'order.paid' }, 'For order.paid'],
    ['wait', { mode: 'callback' }, 'Until an address is called'],
    ['approval', { title: 'Refund?' }, 'Refund?'],
    ['sub_workflow', { wait: false }, 'Starts it and goes on'],
    ['if', { condition: { broken: true }, conditions: 'broken' }, 'Logic'],
  ])('of %s with %j is %s', (subtype, config, expected) => {
    expect(nodeSummary(draw({ n: [subtype, config] }).nodes[0]!)).toBe(expected);
  });

  it.each([
    [{ workflow_id: 'w' }, 'Calls Invoices'],
    [{ workflow_id: 'w', wait: false }, 'Starts Invoices'],
    [{ workflow_id: '{{ trigger.data.id }}' }, 'Logic'],
    [{ workflow_id: 7 }, 'Logic'],
    [{ workflow_id: '' }, 'Logic'],
  ])('of a Sub-workflow with %j that is named Invoices is %s', (config, expected) => {
    const node = draw({ n: ['sub_workflow', config] }).nodes[0]!;
    expect(nodeSummary(node, calledId(node) === 'w' ? 'Invoices' : undefined)).toBe(expected);
  });

  it('names a workflow that nobody has loaded by both ends of its id', () => {
    expect(shortId('01a1f895-9abc-760a-8041-7b8a82d0a3f9')).toBe('01a1f895…82d0a3f9');
    expect(shortId('orders')).toBe('orders');
  });
});

describe('keys', () => {
  const press = (key: string, held: string[] = []) =>
    commandOf({
      key,
      ctrlKey: held.includes('ctrl'),
      metaKey: held.includes('meta'),
      shiftKey: held.includes('shift'),
      altKey: held.includes('alt'),
    });

  it.each([
    ['z', ['ctrl'], { do: 'undo' }],
    ['Z', ['meta', 'shift'], { do: 'redo' }],
    ['y', ['ctrl'], { do: 'redo' }],
    ['s', ['ctrl'], { do: 'save' }],
    ['a', ['ctrl'], { do: 'select_all' }],
    ['ArrowUp', [], { do: 'nudge', x: 0, y: -20 }],
    ['ArrowRight', ['shift'], { do: 'nudge', x: 100, y: 0 }],
    ['ArrowRight', ['alt'], { do: 'walk', direction: 'next', x: 20, y: 0 }],
    ['ArrowDown', ['alt'], { do: 'walk', direction: null, x: 0, y: 20 }],
    ['g', ['ctrl'], { do: 'group' }],
    ['g', ['ctrl', 'shift'], { do: 'ungroup' }],
    ['n', [], { do: 'note' }],
    ['z', [], { do: 'zoom_to_selection' }],
    ['+', ['shift'], { do: 'zoom_in' }],
    ['-', [], { do: 'zoom_out' }],
    ['0', [], { do: 'actual_size' }],
    ['F10', ['shift'], { do: 'menu' }],
    ['?', ['shift'], { do: 'help' }],
    ['f', [], { do: 'fit' }],
    ['f', ['ctrl'], null],
    ['F', ['shift'], null],
    ['S', ['ctrl', 'shift'], null],
    ['q', [], null],
  ])('%s with %j is %j', (key, held, expected) => {
    expect(press(key, held)).toEqual(expected);
  });
});

describe('the way that data took', () => {
  const steps = new Map([
    ['check', { status: 'success' as const, handle: 'true' }],
    ['plain', { status: 'success' as const }],
    ['failed', { status: 'error' as const }],
    ['skipped', { status: 'skipped' as const }],
    ['now', { status: 'running' as const }],
    ['loop', { status: 'success' as const, handle: 'done', iterations: { total: 2, done: 2, failed: 0 } }],
    ['looping', { status: 'running' as const }],
    [
      'often',
      {
        status: 'error' as const,
        handle: null,
        counts: { done: 2, failed: 1, skipped: 0, going: 0, partial: false },
      },
    ],
    ['none', { status: 'success' as const, handle: 'done', iterations: { total: 0, done: 0, failed: 0 } }],
  ]);

  it.each([
    ['check', 'x', 'true', 'taken'],
    ['check', 'x', 'false', 'left'],
    ['plain', 'now', 'out', 'running'],
    ['failed', 'x', 'out', 'left'],
    ['failed', 'x', 'error', 'taken'],
    ['skipped', 'x', 'out', 'left'],
    ['now', 'x', 'out', 'none'],
    ['unknown', 'x', 'out', 'none'],
    ['loop', 'plain', 'body', 'taken'],
    ['loop', 'plain', 'done', 'taken'],
    ['none', 'x', 'body', 'left'],
    ['looping', 'now', 'body', 'running'],
    ['looping', 'plain', 'body', 'taken'],
    ['looping', 'unknown', 'body', 'none'],
    ['often', 'plain', 'out', 'taken'],
    ['often', 'now', 'false', 'running'],
    ['often', 'skipped', 'out', 'left'],
    ['often', 'unknown', 'out', 'none'],
  ])('from %s to %s by %s is %s', (source, target, handle, expected) => {
    expect(edgeFlow(steps, source, target, handle)).toBe(expected);
  });
});

describe('an edge', () => {
  const [edge] = flowEdges(branching, new Set(), []).filter(({ target }) => target === 'yes');

  it('is called by what it connects, and says why what it brings does not fit', () => {
    expect(edge!.ariaLabel).toBe('Edge from Conditional to Respond, true');
    const broken = flowEdges(branching, new Set(), [], (id) =>
      id === edge!.id ? ['Its body is a list'] : [],
    );
    expect(broken.find(({ id }) => id === edge!.id)!.ariaLabel).toBe(
      'Edge from Conditional to Respond, true. What comes here does not fit: Its body is a list',
    );
  });

  it('stays the same object while its reason stays', () => {
    const reasons = (id: string) => (id === edge!.id ? ['Its body is a list'] : []);
    const before = flowEdges(branching, new Set(), [], reasons);
    expect(flowEdges(branching, new Set(), before, reasons)).toBe(before);
    expect(flowEdges(branching, new Set(), before)).not.toBe(before);
  });
});
