import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { inputJsonSchema } from '../json_schema.ts';
import { parseDefinition } from '../parse_definition.ts';
import { checkDefinition } from './check_definition.ts';

const to = (target_field: string, source_path: string, more: object = {}) => ({
  target_field,
  source_path,
  ...more,
});

const manifests = [
  {
    id: 'builtin',
    name: 'Built in',
    description: '',
    operations: [
      {
        id: 'http_request',
        name: 'HTTP Request',
        description: '',
        kind: 'action' as const,
        effect: 'read' as const,
        version: 1,
        input: inputJsonSchema(
          z.object({
            headers: z.record(z.string(), z.string()).default({}).meta({ title: 'Headers' }),
            body: z.unknown().optional().meta({ title: 'Body', field: 'json' }),
            auth: z.string().optional(),
            invoice: z
              .object({
                number: z.string(),
                total: z.number(),
                note: z.string().optional(),
                customer: z.object({ name: z.string() }),
                lines: z.array(z.object({ sku: z.string(), qty: z.number().optional() })).optional(),
              })
              .optional()
              .meta({ title: 'Invoice' }),
          }),
        ),
        output: {},
      },
    ],
  },
];

function problems(config: object, samples?: Record<string, unknown>): string[] {
  const definition = parseDefinition({
    nodes: [
      { id: 't', type: 'trigger', subtype: 'manual' },
      { id: 'h', type: 'action', subtype: 'http_request', key: 'call', config },
    ],
    edges: [{ source: 't', target: 'h' }],
  });
  return checkDefinition(definition, { manifests, ...(samples && { samples }) })
    .filter(({ node_id }) => node_id === 'h')
    .map(({ severity, field, message }) => `${severity} ${field}: ${message}`);
}

const whole = [to('number', "'1'"), to('total', '5'), to('customer.name', "'Ada'")];
const invoice = (...mappings: object[]) => ({ invoice: { $mappings: mappings } });

describe('a mapped field is checked before it runs', () => {
  it.each<[string, object, string[]]>([
    ['all is well', invoice(...whole, to('lines[].sku', 'trigger.data.items[].sku')), []],
    [
      'a required field is not mapped',
      invoice(
        to('number', "'1'"),
        to('customer', 'trigger.data.customer'),
        to('lines[].qty', 'trigger.data.items[].qty'),
      ),
      [
        'error invoice: HTTP Request: Invoice needs total, and no mapping fills it',
        'error invoice: HTTP Request: Invoice needs lines[].sku, and no mapping fills it',
      ],
    ],
    [
      'a number for a text',
      invoice(...whole.slice(1), to('number', '5')),
      [
        'error invoice.$mappings[2].target_field: HTTP Request: Invoice number: its value is a number; text is needed',
      ],
    ],
    [
      'a list for a text',
      invoice(...whole, to('note', '[1, 2]')),
      [
        'error invoice.$mappings[3].target_field: HTTP Request: Invoice note: its value is a list; text is needed',
      ],
    ],
    [
      'what a transformation makes of it',
      invoice(
        ...whole.slice(1),
        to('number', '5', { transformation: { type: 'number_format', params: { format: '0' } } }),
      ),
      [],
    ],
    [
      'an unknown field',
      invoice(...whole, to('custmer.x', '1')),
      [
        'warning invoice.$mappings[3].target_field: HTTP Request: Invoice has no field custmer; did you mean customer?',
      ],
    ],
    [
      'a field of a text',
      invoice(...whole, to('note.x', '1')),
      ['error invoice.$mappings[3].target_field: HTTP Request: Invoice cannot take note.x: note is text'],
    ],
    ['headers that are mapped', { headers: { $mappings: [to('X-Id', "'1'")] } }, []],
    ['a body without a schema', { body: { $mappings: [to('anything[].at', 'trigger.data.items[].x')] } }, []],
    [
      'other keys beside',
      { body: { $mappings: [], a: 1 } },
      [
        'error body.$mappings: HTTP Request: body has $mappings and also "a"; an object is either mapped or written out',
      ],
    ],
    [
      'no list',
      { body: { deep: [{ $mappings: 'x' }] } },
      ['error body.deep[0].$mappings: HTTP Request: Body (deep[0]) is no list of mappings'],
    ],
    [
      'an expression that cannot be read',
      { body: { $mappings: [to('ok', '1'), to('a', 'x = 1')] } },
      [
        expect.stringMatching(
          /^error body\.\$mappings\[1\]\.source_path: HTTP Request: a: .* \(at character \d+\)$/,
        ) as unknown as string,
      ],
    ],
    [
      'a name that is not there',
      { body: { $mappings: [to('a', 'trigr.data')] } },
      [
        'error body.$mappings[0].source_path: Unknown variable trigr in HTTP Request (mapping of a); did you mean trigger?',
      ],
    ],
    [
      'two mappings onto one target',
      { body: { $mappings: [to('a', ''), to('b', '1'), to('b', '2')] } },
      [
        'error body.$mappings[0].source_path: HTTP Request: a: the source is missing',
        'error body.$mappings[2].target_field: HTTP Request: b is mapped twice',
      ],
    ],
    [
      'a key in clear',
      {
        headers: {
          $mappings: [{ target_field: 'Authorization', source_path: '', default_value: 'Bearer abc' }],
        },
      },
      [
        expect.stringMatching(
          /^warning headers\.\$mappings\[0\]\.default_value: .*kept in clear/,
        ) as unknown as string,
      ],
    ],
  ])('%s', (_, config, expected) => {
    expect(problems(config)).toEqual(expected);
  });

  it('what one earlier run showed is a warning', () => {
    const samples = { trigger: { data: { total: '12', items: [{ sku: 5 }] } } };
    const mappings = [
      ...whole.filter(({ target_field }) => target_field !== 'total'),
      to('total', 'trigger.data.total'),
      to('lines[].sku', 'trigger.data.items[].sku'),
    ];
    expect(problems(invoice(...mappings), samples)).toEqual([
      'warning invoice.$mappings[2].target_field: HTTP Request: Invoice total: its value is text; a number is needed',
      'warning invoice.$mappings[3].target_field: HTTP Request: Invoice lines[].sku: its value is a number; text is needed',
    ]);
    const wrong = [...whole, to('lines[].sku', 'trigger.data.items[].sqk')];
    expect(problems(invoice(...wrong), { trigger: { data: { items: [{ sku: 'a' }] } } })).toEqual([
      expect.stringContaining('trigger.data.items.0.sqk'),
    ]);
  });
});
