import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Problem } from '../contract/workflows.ts';
import type { DefinitionInput } from '../definition.ts';
import { inputJsonSchema, outputJsonSchema } from '../json_schema.ts';
import type { AppManifest, OperationManifest } from '../manifest.ts';
import { fieldMappingSchema } from '../mapping/field_mapping.ts';
import type { NodeSubtype } from '../node_kinds.ts';
import { nodeKind } from '../node_kinds.ts';
import { parseDefinition } from '../parse_definition.ts';
import { checkDefinition } from './check_definition.ts';
import type { CheckContext } from './subject.ts';

const when = (equals: string) => ({ field: 'transform_type', equals });
const operation = (id: NodeSubtype, input: z.ZodType, output: z.ZodType): OperationManifest => ({
  id,
  name: nodeKind(id).label,
  description: '',
  kind: 'action',
  effect: 'read',
  version: 1,
  input: inputJsonSchema(input),
  output: outputJsonSchema(output),
});
const builtin: AppManifest = {
  id: 'builtin',
  name: 'Built in',
  description: '',
  operations: [
    operation(
      'http_request',
      z.object({
        method: z.enum(['GET', 'POST']).default('GET').meta({ title: 'Method' }),
        url: z.string().min(1).meta({ title: 'URL', field: 'url' }),
        headers: z.record(z.string(), z.string()).default({}).meta({ title: 'Headers' }),
        timeout_seconds: z.number().positive().optional().meta({ title: 'Time limit' }),
        auth: z.enum(['none', 'bearer']).default('none').meta({ title: 'Authentication' }),
        token: z
          .string()
          .optional()
          .meta({ title: 'Token', needed: true, show_if: { field: 'auth', equals: ['bearer'] } }),
      }),
      z.object({ status: z.int(), body: z.unknown() }),
    ),
    operation(
      'data_transform',
      z.object({
        transform_type: z.string().default('map_fields').meta({ title: 'Transform' }),
        input: z
          .unknown()
          .optional()
          .meta({ title: 'Input', needed: when('filter_array') }),
        mappings: z
          .array(fieldMappingSchema)
          .optional()
          .meta({
            title: 'Fields',
            field: 'mappings',
            raw: true,
            scope: 'input',
            needed: true,
            show_if: when('map_fields'),
          }),
        condition: z
          .string()
          .optional()
          .meta({
            title: 'Condition',
            field: 'condition',
            raw: true,
            scope: 'item',
            needed: true,
            show_if: when('filter_array'),
          }),
      }),
      z.unknown(),
    ),
    operation('respond', z.object({ body: z.unknown().optional().meta({ title: 'Body' }) }), z.unknown()),
  ],
};

type Config = Record<string, unknown>;
const node = (id: string, subtype: NodeSubtype, config: Config = {}, more: object = {}) => ({
  id,
  type: nodeKind(subtype).type,
  subtype,
  config,
  ...more,
});
const manual = node('t', 'manual');
const http = (config: Config = {}, more: object = {}) =>
  node('h', 'http_request', { url: 'https://x.test', ...config }, more);
const map = (mappings: unknown, config: Config = {}, more: object = {}) =>
  node('m', 'data_transform', { mappings, ...config }, more);
const to = (target_field: string, source_path: string, more: object = {}) => ({
  target_field,
  source_path,
  ...more,
});

/** `t>h h>m:error`: edges, with the source handle behind a slash (`i/true>h`). */
function edges(text: string) {
  return text
    .split(' ')
    .filter(Boolean)
    .map((pair) => {
      const [from, target] = pair.split('>') as [string, string];
      const [source, sourceHandle] = from.split('/') as [string, string?];
      return { source, target, sourceHandle };
    });
}

function check(
  nodes: object[],
  joined = '',
  context: Partial<CheckContext> = {},
  config: DefinitionInput['config'] = {},
): Problem[] {
  const definition = parseDefinition({ nodes, edges: edges(joined), config });
  return checkDefinition(definition, {
    manifests: [builtin],
    now: new Date('2026-11-20T12:00:00Z'),
    ...context,
  });
}
/** `error h url: message` of each problem. */
const lines = (problems: Problem[]) =>
  problems.map((p) => `${p.severity} ${p.node_id ?? '-'} ${p.field ?? '-'}: ${p.message}`);

it('a sound workflow has no problems', () => {
  const nodes = [
    node('t', 'webhook', { respond: 'when_finished' }),
    map([to('name', 'trigger.data.customer.name'), to('rate', 'variables.rate')]),
    node('i', 'if', { conditions: [{ left: 'transform.name', op: 'is_not_empty' }] }),
    http({ url: 'https://x.test/{{ transform.name }}', method: 'POST' }),
    node('s', 'switch', { cases: [{ label: 'ok', condition: '{{ http_response.status }} < 300' }] }),
    node('g', 'merge'),
    node('r', 'respond', {
      body: { ok: '{{ step.http_response.output.status }}', id: '{{ execution.id }}' },
    }),
  ];
  const joined = 't>m m>i i/true>h h>s s/case_0>g s/else>g i/false>g g>r';
  expect(lines(check(nodes, joined, { variables: ['rate'] }))).toEqual([]);
});

describe('the trigger', () => {
  it.each<[string, object[], string, string[]]>([
    [
      'is missing',
      [http()],
      '',
      ['error - -: Trigger node not configured', 'error h -: HTTP Request is not connected'],
    ],
    ['is missing in an empty workflow', [], '', ['error - -: Trigger node not configured']],
    [
      'is there twice',
      [manual, node('w', 'webhook'), http()],
      't>h w>h',
      ['error w -: A workflow has one trigger; Manual Trigger is already there, remove Webhook Trigger'],
    ],
    [
      'is disabled',
      [node('t', 'manual', {}, { disabled: true }), http()],
      't>h',
      ['error t -: Manual Trigger is disabled, so nothing starts the workflow'],
    ],
    ['has nothing behind it', [manual], '', ['warning t -: Nothing follows Manual Trigger: add a node']],
    [
      'is a schedule without times',
      [node('t', 'schedule'), http()],
      't>h',
      [
        'error t -: Trigger node not configured',
        'error t cron: Schedule Trigger node missing Cron expression',
      ],
    ],
    [
      'is a schedule without an interval',
      [node('t', 'schedule', { schedule_type: 'interval' }), http()],
      't>h',
      ['error t -: Trigger node not configured', 'error t interval: Schedule Trigger node missing Interval'],
    ],
    [
      'is an event without a type',
      [node('t', 'event'), http()],
      't>h',
      ['error t -: Trigger node not configured', 'error t event_type: Event Trigger node missing Event type'],
    ],
    [
      'is a webhook without its secret',
      [node('t', 'webhook', { auth: 'hmac' }), http()],
      't>h',
      ['error t -: Trigger node not configured', 'error t secret: Webhook Trigger node missing Secret'],
    ],
    [
      'waits for an event that nobody declared',
      [node('t', 'event', { event_type: 'order.craeted' }), http()],
      't>h',
      [
        'warning t event_type: Event Trigger: no event type "order.craeted" is declared; did you mean order.created?',
      ],
    ],
  ])('%s', (_, nodes, joined, expected) => {
    expect(lines(check(nodes, joined, { event_types: ['order.created'] }))).toEqual(expected);
  });
});

describe('schedules', () => {
  it.each<[Config, string[]]>([
    [
      { cron: '61 * * * *' },
      ['error t cron: Schedule Trigger: The minute field has 61; it must be between 0 and 59'],
    ],
    [
      { cron: '0 0 30 2 *' },
      ['error t cron: Schedule Trigger: "0 0 30 2 *" never comes: no month has such a day'],
    ],
    [
      { cron: '0 9 * * *', timezone: 'Europe/Berln' },
      [
        'error t timezone: Schedule Trigger: There is no time zone "Europe/Berln"; did you mean Europe/Berlin?',
      ],
    ],
    [
      { schedule_type: 'interval', interval: { value: 367, unit: 'days' } },
      ['error t interval: Schedule Trigger: The longest interval is 366 days'],
    ],
    [
      { schedule_type: 'once', at: '2026-11-19T09:00' },
      ['error t at: Schedule Trigger: 2026-11-19 09:00 (UTC) is in the past; choose a later time'],
    ],
    [
      { schedule_type: 'interval', interval: { value: '5', unit: 'days' } },
      ['error t interval.value: Schedule Trigger: Interval (interval.value) must be a number, not text'],
    ],
    [{ cron: '0 9 * * *', timezone: 'Europe/Berlin' }, []],
  ])('%j', (config, expected) => {
    expect(lines(check([node('t', 'schedule', config), http()], 't>h'))).toEqual(expected);
  });

  it("a time zone of the workflow's settings that does not exist", () => {
    expect(lines(check([manual, http()], 't>h', {}, { timezone: 'Mars/Olympus' }))).toEqual([
      'error - timezone: Workflow settings: There is no time zone "Mars/Olympus"; use a name such as Europe/Berlin or UTC',
    ]);
  });
});

describe('the graph', () => {
  it.each<[string, object[], string, string[]]>([
    [
      'a node that hangs loose',
      [manual, http(), map([to('a', '1')])],
      't>h',
      ['error m -: Data Transform is not connected'],
    ],
    [
      'only the first node of a loose part',
      [manual, http(), map([to('a', '1')]), node('r', 'merge')],
      't>h m>r',
      ['error m -: Data Transform is not connected'],
    ],
    ['a disabled node may hang loose', [manual, http(), map([], {}, { disabled: true })], 't>h', []],
    [
      'a cycle',
      [manual, http(), map([to('a', '1')]), node('g', 'merge', {}, { label: 'Join' })],
      't>h h>g g>m m>h',
      [
        'error h -: These nodes lead in a circle: HTTP Request → Join → Data Transform → HTTP Request. Remove one of the edges',
      ],
    ],
    [
      'what follows a stop',
      [manual, node('s', 'stop', {}, { label: 'End' }), http()],
      't>s s>h',
      ['error s -: HTTP Request never runs: End ends the execution'],
    ],
    [
      'an output that is not there',
      [manual, node('i', 'if', { condition: 'true' }), http()],
      't>i i>h',
      ['error i -: An edge leaves Conditional at "out"; it has "true", "false" only'],
    ],
    [
      'a case that was removed',
      [manual, node('s', 'switch', { cases: [{ condition: 'true' }] }), http()],
      't>s s/case_1>h',
      ['error s -: An edge leaves Switch at "case_1"; it has "case_0", "else" only'],
    ],
    [
      'a decision without consequence',
      [manual, node('i', 'if', { condition: 'true' })],
      't>i',
      ['warning i -: Conditional decides and nothing follows'],
    ],
    [
      'two nodes with one key',
      [manual, http({}, { key: 'x' }), map([to('a', '1')], {}, { key: 'x' })],
      't>h h>m',
      [
        'error m key: Data Transform has the key "x", which HTTP Request has too; give each node a key of its own',
      ],
    ],
    [
      'a key that means something else',
      [manual, http({}, { key: 'variables' })],
      't>h',
      [
        'error h key: HTTP Request has the key "variables", which expressions use for something else; choose another',
      ],
    ],
    [
      'an answer that nobody gets',
      [manual, node('r', 'respond')],
      't>r',
      ['warning r -: Respond answers nobody: the workflow starts with Manual Trigger, not with a webhook'],
    ],
  ])('%s', (_, nodes, joined, expected) => {
    expect(lines(check(nodes, joined))).toEqual(expected);
  });
});

describe('inputs', () => {
  it.each<[string, object, string[]]>([
    ['missing', http({ url: undefined }), ['error h url: HTTP Request node missing URL']],
    ['blank', http({ url: '  ' }), ['error h url: HTTP Request node missing URL']],
    [
      'missing in a node with a name',
      http({ url: '' }, { label: 'Get order' }),
      ['error h url: Get order node missing URL'],
    ],
    [
      'not one of the choices',
      http({ method: 'FETCH' }),
      ['error h method: HTTP Request: Method must be "GET" or "POST"'],
    ],
    [
      'of another type',
      http({ timeout_seconds: '30' }),
      ['error h timeout_seconds: HTTP Request: Time limit must be a number, not text'],
    ],
    [
      'of another type deep inside',
      http({ headers: { 'X-A': 1 } }),
      ['error h headers.X-A: HTTP Request: Headers (headers.X-A) must be text, not a number'],
    ],
    [
      'out of range',
      http({ timeout_seconds: 0 }),
      ['error h timeout_seconds: HTTP Request: Time limit must be more than 0'],
    ],
    ['an expression instead of a number', http({ timeout_seconds: '{{ trigger.data.seconds }}' }), []],
    [
      'misspelt',
      http({ mehtod: 'GET' }),
      ['warning h mehtod: HTTP Request has no field "mehtod"; did you mean method?'],
    ],
    [
      'missing because of another',
      http({ auth: 'bearer' }),
      ['error h token: HTTP Request node missing Token'],
    ],
    ['not needed because of another', http({ auth: 'none' }), []],
    ['a transform without fields', map([]), ['error m mappings: Data Transform node missing Fields']],
    [
      'a filter without input',
      map(undefined, { transform_type: 'filter_array', condition: 'true' }),
      ['error m input: Data Transform node missing Input'],
    ],
    [
      'an if without condition',
      node('i', 'if'),
      [
        'warning i -: Conditional decides and nothing follows',
        'error i condition: Conditional node missing Condition',
      ],
    ],
    [
      'an if with two kinds of condition',
      node('i', 'if', { condition: 'true', conditions: [{ left: '1', op: 'equals', right: 1 }] }),
      [
        'warning i -: Conditional decides and nothing follows',
        'error i condition: Conditional has a condition and a list of conditions; keep one of them',
      ],
    ],
    [
      'a switch without cases',
      node('s', 'switch', { cases: [] }),
      ['warning s -: Switch decides and nothing follows', 'error s cases: Switch node missing Cases'],
    ],
    [
      'mappings that are no list',
      map('name'),
      ['error m mappings: Data Transform: Fields must be a list, not text'],
    ],
    [
      'a mapping without source',
      map([{ target_field: 'a' }]),
      ['error m mappings[0].source_path: Data Transform: Fields (mappings[0].source_path) is missing'],
    ],
    ['a disabled node', http({ url: '' }, { disabled: true }), []],
  ])('%s', (_, tested, expected) => {
    expect(lines(check([manual, tested], `t>${(tested as { id: string }).id}`))).toEqual(expected);
  });
});

describe('expressions, conditions and mappings', () => {
  it.each<[string, object, string | RegExp]>([
    [
      'an expression that does not end',
      http({ url: '{{ trigger.data.' }),
      /^error h url: HTTP Request: .+ \(at character \d+\)$/,
    ],
    [
      'a forbidden name',
      http({ headers: { A: '{{ trigger.constructor }}' } }),
      /^error h headers\.A: HTTP Request: .+constructor/,
    ],
    [
      'a misspelt function',
      http({ url: '{{ uper(trigger.data.x) }}' }),
      /^error h url: HTTP Request: .+uper/,
    ],
    [
      'an unknown operator',
      node('i', 'if', { conditions: [{ left: 'trigger.data.x', op: 'resembles', right: 1 }] }),
      'error i conditions[0].op: Conditional: "resembles" is not an operator',
    ],
    [
      'a case that cannot be read',
      node('i', 'switch', { cases: [{ condition: 'true' }, { condition: 'a b' }] }),
      /^error i cases\[1\]\.condition: Switch: .+ \(at character 3\)$/,
    ],
    [
      'a mapping that cannot be read',
      map([to('a', '1'), to('b', 'x = 1')]),
      /^error m mappings\[1\]\.source_path: Data Transform: b: /,
    ],
    [
      'a mapping without source',
      map([to('a', ' ')]),
      'error m mappings[0].source_path: Data Transform: a: the source is missing',
    ],
    ['a default is a source', map([to('a', '', { default_value: 1 })]), ''],
    [
      'the same target twice',
      map([to('a', '1'), to('a', '2')]),
      'error m mappings[1].target_field: Data Transform: a is mapped twice',
    ],
    [
      'a target inside another',
      map([to('a', '1'), to('a.b', '2')]),
      'error m mappings[1].target_field: Data Transform: a.b and a cannot both be set: one is inside the other, or one is a list and the other is not',
    ],
    [
      'a target that reaches a prototype',
      map([to('a.__proto__.b', '1')]),
      'error m mappings[0].target_field: Data Transform: The target field "a.__proto__.b" has the part "__proto__", which is a reserved name',
    ],
    [
      'a transformation without its parameter',
      map([to('a', '1', { transformation: { type: 'multiply' } })]),
      'error m mappings[0].transformation: Data Transform: a: multiply needs a factor, a number',
    ],
    [
      'braces in the middle of a condition',
      node('i', 'if', { condition: '{{ trigger.data.a }} > {{ trigger.data.b }}' }),
      '',
    ],
  ])('%s', (_, tested, expected) => {
    const { id } = tested as { id: string };
    const found = lines(check([manual, tested], `t>${id}`)).filter(
      (line) => !line.includes('nothing follows'),
    );
    if (expected === '') expect(found).toEqual([]);
    else if (typeof expected === 'string') expect(found).toEqual([expected]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    }
  });
});

describe('names', () => {
  const later = node('l', 'http_request', { url: 'https://x.test' }, { key: 'later', label: 'Later' });
  const side = node('s', 'http_request', { url: 'https://x.test' }, { key: 'side', label: 'Side' });
  const first = map([to('customer', 'trigger.data.customer')], {}, { key: 'order' });
  const run = (expression: string, context: Partial<CheckContext> = {}) =>
    lines(
      check([manual, first, http({ url: `{{ ${expression} }}` }), later, side], 't>m m>h h>l t>s', context),
    );

  it.each<[string, string[]]>([
    ['order.customer', []],
    [
      'order.custmer.name',
      ['error h url: Unknown variable order.custmer in HTTP Request (url); did you mean order.customer?'],
    ],
    ['ordr.customer', ['error h url: Unknown variable ordr in HTTP Request (url); did you mean order?']],
    ['zzz', ['error h url: Unknown variable zzz in HTTP Request (url)']],
    ['trigger.data.anything.at.all', []],
    ['trigger.payload.x', []],
    [
      'trigger.dta.x',
      ['error h url: Unknown variable trigger.dta in HTTP Request (url); did you mean trigger.data?'],
    ],
    ['later.status', ['error h url: HTTP Request uses later, but Later runs after it']],
    ['step.later.output.status', ['error h url: HTTP Request uses step.later, but Later runs after it']],
    ['side.status', ['error h url: HTTP Request uses side, but Side does not run before it']],
    [
      'http_response.status',
      ['error h url: HTTP Request uses http_response, but it cannot see its own result'],
    ],
    ['step.order.output.customer', []],
    ['step.order.status', []],
    ['step.order.result', ['error h url: Unknown variable step.order.result in HTTP Request (url)']],
    [
      'step.ordr.output',
      ['error h url: Unknown variable step.ordr in HTTP Request (url); did you mean step.order?'],
    ],
    ['variables.rate', []],
    [
      'variables.rte',
      ['error h url: Unknown variable variables.rte in HTTP Request (url); did you mean variables.rate?'],
    ],
    [
      'workflow.nme',
      ['error h url: Unknown variable workflow.nme in HTTP Request (url); did you mean workflow.name?'],
    ],
    ['execution.id', []],
    ['item.x', ['error h url: Unknown variable item in HTTP Request (url)']],
    ['[{ x: 1 }].map(i => i.x + trigger.data.y)', []],
  ])('%s', (expression, expected) => {
    expect(run(expression, { variables: ['rate'] })).toEqual(expected);
  });

  it('variables are not questioned when they are not known', () => {
    expect(run('variables.anything')).toEqual([]);
  });

  it('an earlier run warns of names that it did not show, and does not forbid them', () => {
    const samples = { trigger: { data: { customer: { name: 'Ada' }, lines: [{ sku: 'A' }] } } };
    expect(run('trigger.data.customer.nmae', { samples })).toEqual([
      'warning h url: Unknown variable trigger.data.customer.nmae in HTTP Request (url); did you mean trigger.data.customer.name?',
    ]);
    expect(run('trigger.data.lines[0].sku', { samples })).toEqual([]);
    expect(run('trigger.data.lines[0].sk', { samples })).toHaveLength(1);
    expect(run('trigger.data.x', { samples: { trigger: { customer: 1, x: 1 } } })).toEqual([]);
  });

  it.each<[string, object, string[]]>([
    [
      'fields of an input are not questioned',
      map([to('a', 'anything.there'), to('b', 'input.x')], { input: '{{ trigger.data }}' }),
      [],
    ],
    [
      'without an input names are questioned',
      map([to('a', 'anything.there')]),
      [
        'error m mappings[0].source_path: Unknown variable anything in Data Transform (mappings[0].source_path)',
      ],
    ],
    [
      'entries of a list have item and index',
      map(undefined, {
        transform_type: 'filter_array',
        input: '{{ trigger.data }}',
        condition: 'item.a > index',
      }),
      [],
    ],
    [
      'rows of a condition',
      node('i', 'if', { conditions: [{ left: 'orde.x', op: 'equals', right: '{{ tigger.data }}' }] }),
      [
        'warning i -: Conditional decides and nothing follows',
        'error i conditions[0].left: Unknown variable orde in Conditional (conditions[0].left)',
        'error i conditions[0].right: Unknown variable tigger in Conditional (conditions[0].right); did you mean trigger?',
      ],
    ],
    [
      'the same name twice in one field is one problem',
      http({ url: '{{ zzz.a }}{{ zzz.b }}' }),
      ['error h url: Unknown variable zzz in HTTP Request (url)'],
    ],
  ])('%s', (_, tested, expected) => {
    expect(lines(check([manual, tested], `t>${(tested as { id: string }).id}`))).toEqual(expected);
  });

  it('fields of an event are not questioned in its filters, but must be readable', () => {
    const trigger = (path: string) =>
      node('t', 'event', { event_type: 'a', filters: [{ path, op: 'equals', value: 1 }] });
    expect(lines(check([trigger('customer.country'), http()], 't>h'))).toEqual([]);
    expect(lines(check([trigger('customer country'), http()], 't>h'))).toHaveLength(1);
  });
});

describe('types', () => {
  const samples = { trigger: { data: { name: 'Ada', lines: [{ sku: 'A', price: 2 }] } } };
  const run = (expression: string, context: Partial<CheckContext> = {}) => {
    const next = node('n', 'http_request', { url: `https://x.test/{{ ${expression} }}` }, { key: 'next' });
    return lines(check([manual, http(), next], 't>h h>n', context));
  };
  it.each<[string, RegExp | null]>([
    ['multiply(http_response.status, 2)', null],
    [
      'http_response.status.toUpperCase()',
      /^error n url: HTTP Request: .*http_response\.status.* \(at character \d+\)$/,
    ],
    ['multiply(http_response.body.x, 2)', null],
    ['multiply(trigger.data.name, 2)', null],
    ['[1, 2].map(i => i.toUpperCase())', /^error n url: /],
  ])('%s by what is declared', (expression, expected) => {
    const found = run(expression);
    if (expected === null) expect(found).toEqual([]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    }
  });
  it.each<[string, RegExp | null]>([
    ['multiply(trigger.data.lines[0].price, 2)', null],
    ['multiply(trigger.data.name, 2)', /^warning n url: HTTP Request: .*trigger\.data\.name is text/],
    ['trigger.data.lines.map(i => i.prce)', /^warning n url: HTTP Request: .*prce.*price/],
  ])('%s by what an earlier run showed', (expression, expected) => {
    const found = run(expression, { samples });
    if (expected === null) expect(found).toEqual([]);
    else {
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(expected);
    }
  });
});

it('1,000 nodes that all refer to the first are checked in time that grows with their number', () => {
  const nodes = Array.from({ length: 999 }, (_, i) =>
    node(`n${i}`, 'http_request', { url: '{{ http_response.body.url }}' }),
  );
  nodes[0] = node('n0', 'http_request', { url: 'https://x.test' });
  const joined = nodes.map((_, i) => (i === 0 ? 't>n0' : `n${i - 1}>n${i}`)).join(' ');
  expect(check([manual, ...nodes], joined)).toEqual([]);
});

it('every problem says which check found it', () => {
  for (const problem of check([http({ url: '' }), map([])])) expect(problem.check).toMatch(/^[a-z_]+$/);
});
