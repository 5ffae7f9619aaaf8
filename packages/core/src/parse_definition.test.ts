import { describe, expect, it } from 'vitest';
import { DefinitionError, type DefinitionIssue } from './definition.ts';
import { emptyDefinition, parseDefinition } from './parse_definition.ts';

const node = (id: string, subtype: string, more: object = {}) => ({
  id,
  type: subtype === 'manual' ? 'trigger' : 'action',
  subtype,
  ...more,
});
const edge = (source: string, target: string, more: object = {}) => ({ source, target, ...more });

function issuesOf(input: unknown): DefinitionIssue[] {
  try {
    parseDefinition(input);
  } catch (error) {
    if (error instanceof DefinitionError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = { deeper: value };
  return value;
}

describe('parseDefinition fills in what was left out', () => {
  const definition = parseDefinition({
    nodes: [
      node('t', 'manual'),
      node('a', 'http_request'),
      node('b', 'http_request', { label: '  Get order ' }),
      node('c', 'http_request', { key: 'http_response_2' }),
    ],
    edges: [
      edge('t', 'a', { id: 'e1' }),
      edge('a', 'b'),
      edge('b', 'c', { sourceHandle: 'error', targetHandle: null }),
    ],
  });

  it('gives each node a key of its own, around the keys that were given', () => {
    expect(definition.nodes.map((n) => n.key)).toEqual([
      'trigger',
      'http_response',
      'http_response_3',
      'http_response_2',
    ]);
  });
  it('gives each node a label', () => {
    expect(definition.nodes.map((n) => n.label)).toEqual([
      'Manual Trigger',
      'HTTP Request',
      'Get order',
      'HTTP Request',
    ]);
  });
  it('gives each edge an id and handles', () => {
    expect(definition.edges).toEqual([
      { id: 'e1', source: 't', target: 'a', sourceHandle: 'out', targetHandle: 'in' },
      { id: 'e2', source: 'a', target: 'b', sourceHandle: 'out', targetHandle: 'in' },
      { id: 'e3', source: 'b', target: 'c', sourceHandle: 'error', targetHandle: 'in' },
    ]);
  });
  it('changes nothing when it is parsed again', () => {
    expect(parseDefinition(definition)).toEqual(definition);
    expect(parseDefinition(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  });
  it('accepts an empty workflow', () => {
    expect(parseDefinition(emptyDefinition())).toEqual(emptyDefinition());
    expect(parseDefinition({ nodes: [], edges: [] })).toEqual(emptyDefinition());
  });
});

describe('parseDefinition refuses', () => {
  const two = [node('t', 'manual'), node('a', 'http_request')];
  const withConfig = (config: unknown) => ({ nodes: [node('a', 'http_request', { config })], edges: [] });

  it.each([
    ['nothing', null, '', 'A definition is an object with nodes and edges'],
    ['a list', [], '', 'A definition is an object with nodes and edges'],
    ['a text', '{}', '', 'A definition is an object with nodes and edges'],
    ['no nodes', { edges: [] }, 'nodes', 'nodes is missing'],
    ['nodes that are no list', { nodes: {}, edges: [] }, 'nodes', 'nodes must be a list, not an object'],
    ['an unknown top field', { nodes: [], edges: [], extra: 1 }, 'extra', 'extra is not a known field'],
    [
      'a newer format',
      { nodes: [], edges: [], format: 9 },
      'format',
      'This definition has format 9 and this Millrace reads up to format 1; upgrade Millrace first',
    ],
    [
      'a format that is none',
      { nodes: [], edges: [], format: 'x' },
      'format',
      'format must be a whole number from 1 to 1',
    ],
    [
      'a node that is no object',
      { nodes: [7], edges: [] },
      'nodes[0]',
      'nodes[0] must be an object, not a number',
    ],
    [
      'a node without id',
      { nodes: [{ type: 'action', subtype: 'stop' }], edges: [] },
      'nodes[0].id',
      'id is missing',
    ],
    [
      'an unknown subtype',
      { nodes: [node('a', 'htp_request')], edges: [] },
      'nodes[0].subtype',
      'Unknown node subtype "htp_request"; did you mean http_request?',
    ],
    [
      'a subtype named after a prototype',
      { nodes: [node('a', 'constructor')], edges: [] },
      'nodes[0].subtype',
      'Unknown node subtype "constructor"',
    ],
    [
      'the type of another subtype',
      { nodes: [{ id: 'a', type: 'trigger', subtype: 'stop' }], edges: [] },
      'nodes[0].type',
      'The type of stop is "control", not "trigger"',
    ],
    [
      'two nodes with one id',
      { nodes: [node('a', 'manual'), node('a', 'respond')], edges: [] },
      'nodes[1].id',
      'Two nodes have the id "a"',
    ],
    [
      'a node id that reaches a prototype',
      { nodes: [node('__proto__', 'respond')], edges: [] },
      'nodes[0].id',
      'id is a reserved name',
    ],
    [
      'a key that is no identifier',
      { nodes: [node('a', 'respond', { key: '1x' })], edges: [] },
      'nodes[0].key',
      'key must start with a letter and contain letters, digits and _ only',
    ],
    [
      'a key that reaches a prototype',
      { nodes: [node('a', 'respond', { key: 'constructor' })], edges: [] },
      'nodes[0].key',
      'key is a reserved name',
    ],
    [
      'text where a truth value belongs',
      { nodes: [node('a', 'respond', { disabled: 'false' })], edges: [] },
      'nodes[0].disabled',
      'disabled must be true or false, not text',
    ],
    [
      'text where a number belongs',
      { nodes: [node('a', 'respond', { timeout_seconds: '30' })], edges: [] },
      'nodes[0].timeout_seconds',
      'timeout_seconds must be a number, not text',
    ],
    [
      'a label that is too long',
      { nodes: [node('a', 'respond', { label: 'x'.repeat(201) })], edges: [] },
      'nodes[0].label',
      'label must have at most 200 characters',
    ],
    [
      'a misspelt field of a node',
      { nodes: [node('a', 'respond', { lable: 'x' })], edges: [] },
      'nodes[0].lable',
      'lable is not a known field',
    ],
    [
      'a misspelt setting',
      { nodes: [], edges: [], config: { timezon: 'UTC' } },
      'config.timezon',
      'config.timezon is not a known field',
    ],
    [
      'an edge to nowhere',
      { nodes: two, edges: [edge('t', 'x')] },
      'edges[0].target',
      'An edge leads to "x", and there is no such node',
    ],
    [
      'an edge from nowhere',
      { nodes: two, edges: [edge('x', 'a')] },
      'edges[0].source',
      'An edge leads from "x", and there is no such node',
    ],
    [
      'an edge to itself',
      { nodes: two, edges: [edge('a', 'a')] },
      'edges[0].target',
      'A node cannot be connected to itself',
    ],
    [
      'an edge into a trigger',
      { nodes: two, edges: [edge('a', 't')] },
      'edges[0].target',
      'Nothing can lead into a trigger: it starts the workflow',
    ],
    [
      'two edges with one id',
      { nodes: two, edges: [edge('t', 'a', { id: 'e' }), edge('t', 'a', { id: 'e' })] },
      'edges[1].id',
      'Two edges have the id "e"',
    ],
    [
      'a reserved key deep inside',
      withConfig(JSON.parse('{"a":[{"__proto__":{"x":1}}]}')),
      'nodes[0].config.a[0].__proto__',
      'config.a[0].__proto__ is a reserved name',
    ],
    [
      'the key "constructor"',
      withConfig({ constructor: 1 }),
      'nodes[0].config.constructor',
      'config.constructor is a reserved name',
    ],
    [
      'a NUL in a text',
      withConfig({ body: 'a\0b' }),
      'nodes[0].config.body',
      'config.body holds a NUL character, which cannot be stored',
    ],
    [
      'half a surrogate pair',
      withConfig({ body: '\ud83d' }),
      'nodes[0].config.body',
      'config.body holds half of a surrogate pair, which cannot be stored',
    ],
    [
      'a NUL in a key',
      withConfig({ headers: { 'a\0': 1 } }),
      'nodes[0].config.headers',
      'config.headers has a key that holds a NUL character, which cannot be stored',
    ],
    [
      'a NUL in a label',
      { nodes: [node('a', 'respond', { label: 'a\0' })], edges: [] },
      'nodes[0].label',
      'label holds a NUL character, which cannot be stored',
    ],
    [
      'infinity',
      withConfig({ n: JSON.parse('1e999') }),
      'nodes[0].config.n',
      'config.n is Infinity, which is not a number that JSON can hold',
    ],
    [
      'a function',
      withConfig({ n: () => 1 }),
      'nodes[0].config.n',
      'config.n is a function, which JSON cannot hold',
    ],
    ['a date object', withConfig({ n: new Date() }), 'nodes[0].config.n', 'config.n is not plain data'],
    [
      'a position at infinity',
      { nodes: [node('a', 'respond', { position: { x: Number.NaN, y: 0 } })], edges: [] },
      'nodes[0].position.x',
      'position.x is NaN, which is not a number that JSON can hold',
    ],
  ])('%s', (_, input, path, message) => {
    expect(issuesOf(input)).toContainEqual(expect.objectContaining({ path, message }));
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('nesting of more than 100 levels, and nothing less', () => {
    // The definition, its node list, the node and its configuration are the first four levels.
    expect(parseDefinition(withConfig(nested(97))).nodes).toHaveLength(1);
    const [issue] = issuesOf(withConfig(nested(98)));
    expect(issue!.message).toMatch(/is nested more than 100 levels deep$/);
    expect(issuesOf(withConfig(nested(100_000)))).toHaveLength(1);
  });

  it('a configuration that contains itself', () => {
    const config: Record<string, unknown> = {};
    config.self = config;
    expect(issuesOf(withConfig(config))[0]!.message).toContain('more than 100 levels');
  });

  it('branches that share so much that they would never end', () => {
    let value: unknown = 1;
    for (let level = 0; level < 60; level++) value = [value, value];
    expect(issuesOf(withConfig({ value }))[0]!.message).toBe('The definition is larger than 5120 KB');
  });

  it('more than 5 MB, counted in UTF-8', () => {
    expect(parseDefinition(withConfig({ text: 'x'.repeat(5_000_000) })).nodes).toHaveLength(1);
    expect(issuesOf(withConfig({ text: 'ö'.repeat(2_700_000) }))).toEqual([
      { path: '', message: 'The definition is larger than 5120 KB' },
    ]);
  });

  it.each([
    ['nodes', 10_000, 'A workflow has at most 1,000 nodes; this one has 10,000'],
    ['edges', 3_001, 'A workflow has at most 3,000 edges; this one has 3,001'],
  ])('too many %s before looking at any of them', (what, count, message) => {
    const untouchable = new Proxy(
      {},
      { get: () => expect.unreachable(), ownKeys: () => expect.unreachable() },
    );
    const input = { nodes: [], edges: [], [what]: Array.from({ length: count }, () => untouchable) };
    expect(issuesOf(input)).toEqual([{ path: what, message }]);
  });

  it('with every finding at once, each with its node', () => {
    const issues = issuesOf({
      nodes: [node('a', 'nope'), node('a', 'respond', { notes: 5, config: { x: '\0' } })],
      edges: [edge('a', 'b'), edge('b', 'b')],
    });
    expect(issues.map(({ path, node_id }) => [path, node_id])).toEqual([
      ['nodes[1].config.x', 'a'],
      ['nodes[0].subtype', 'a'],
      ['nodes[1].notes', 'a'],
      ['nodes[1].id', 'a'],
      ['edges[0].target', undefined],
      ['edges[1].source', undefined],
      ['edges[1].target', undefined],
      ['edges[1].target', 'b'],
    ]);
  });

  it('with at most 1,000 findings listed and the rest counted', () => {
    const issues = issuesOf({ nodes: [], edges: Array.from({ length: 3_000 }, () => edge('x', 'y')) });
    expect(issues).toHaveLength(1_001);
    expect(issues.at(-1)!.message).toBe('… and 5000 more problems');
  });
});

it('handles the largest definition in time that grows with its size only', () => {
  const nodes = Array.from({ length: 1_000 }, (_, i) =>
    node(`n${i}`, 'http_request', { config: { url: 'https://x', headers: { a: 'b' } } }),
  );
  const edges = Array.from({ length: 3_000 }, (_, i) => edge(`n${i % 999}`, `n${(i % 999) + 1}`));
  const { nodes: parsed, edges: joined } = parseDefinition({ nodes, edges });
  expect(parsed.at(-1)!.key).toBe('http_response_1000');
  expect(new Set(parsed.map((n) => n.key)).size).toBe(1_000);
  expect(joined.at(-1)!.id).toBe('e3000');
});

describe('loops, waits, approvals and sub-workflows', () => {
  const control = (id: string, subtype: string, more: object = {}) => ({
    id,
    type: 'control',
    subtype,
    ...more,
  });

  it('have keys and labels of their own, and the handles that were drawn', () => {
    const definition = parseDefinition({
      nodes: [
        node('t', 'manual'),
        control('l', 'loop', { config: { items: '{{ trigger.data }}' } }),
        control('m', 'loop'),
        control('b', 'break'),
        control('c', 'continue'),
        control('w', 'wait', { config: { mode: 'callback' } }),
        control('a', 'approval'),
        control('s', 'sub_workflow'),
      ],
      edges: [
        edge('t', 'l'),
        edge('l', 'm', { sourceHandle: 'body' }),
        edge('m', 'b', { sourceHandle: 'body' }),
        edge('l', 'w', { sourceHandle: 'done' }),
        edge('w', 'a', { sourceHandle: 'timeout' }),
        edge('a', 's', { sourceHandle: 'approved' }),
      ],
    });
    expect(definition.nodes.map(({ key, label }) => `${key}: ${label}`)).toEqual([
      'trigger: Manual Trigger',
      'loop: Loop',
      'loop_2: Loop',
      'break_loop: Break',
      'continue_loop: Continue',
      'wait: Wait',
      'approval: Approval',
      'sub_workflow: Sub-workflow',
    ]);
    expect(definition.edges.map(({ sourceHandle }) => sourceHandle)).toEqual([
      'out',
      'body',
      'body',
      'done',
      'timeout',
      'approved',
    ]);
    expect(parseDefinition(JSON.parse(JSON.stringify(definition)))).toEqual(definition);
  });

  it.each([
    ['loop', 'action', 'The type of loop is "control", not "action"'],
    ['approval', 'trigger', 'The type of approval is "control", not "trigger"'],
  ])('%s is not of the type %s', (subtype, type, message) => {
    expect(issuesOf({ nodes: [{ id: 'x', type, subtype }], edges: [] })).toEqual([
      { path: 'nodes[0].type', message, node_id: 'x' },
    ]);
  });

  it('a misspelt one is recognised', () => {
    const issues = issuesOf({ nodes: [control('x', 'aproval')], edges: [] });
    expect(issues.map(({ message }) => message)).toEqual([
      'Unknown node subtype "aproval"; did you mean approval?',
    ]);
  });

  it.each<[object, string | null]>([
    [{ jitter: false, retry_on: ['any'] }, null],
    [{ retry_on: ['timeout', 'connection', 'rate_limit', 'server_error'] }, null],
    [{ retry_on: [] }, 'retry.retry_on must have at least 1 entry'],
    [
      { retry_on: ['http_400'] },
      'retry.retry_on[0] must be "timeout", "connection", "rate_limit", "server_error" or "any"',
    ],
    [{ jitter: 'no' }, 'retry.jitter must be true or false, not text'],
    [{ max_attempts: 11 }, 'retry.max_attempts must be at most 10'],
  ])('retry %j', (retry, message) => {
    const definition = { nodes: [node('a', 'http_request', { retry })], edges: [] };
    if (message === null) expect(parseDefinition(definition).nodes[0]!.retry).toMatchObject(retry);
    else expect(issuesOf(definition).map((issue) => issue.message)).toEqual([message]);
  });
});
