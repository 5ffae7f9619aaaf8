import { describe, expect, it } from 'vitest';
import { check, http, lines, manual, map, node, to } from './check_testing.ts';

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
      ['error h headers.X-A: HTTP Request: header X-A must be text, not a number'],
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
      'a case without condition',
      node('s', 'switch', { cases: [{ condition: 'true' }, { label: 'Big', condition: ' ' }] }),
      [
        'warning s -: Switch decides and nothing follows',
        'error s cases[1].condition: Switch: case “Big” has no condition',
      ],
    ],
    [
      'mappings that are no list',
      map('name'),
      ['error m mappings: Data Transform: Fields must be a list, not text'],
    ],
    [
      'a mapping without source',
      map([{ target_field: 'a' }]),
      ['error m mappings[0].source_path: Data Transform: source of the mapping of a is missing'],
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
      'a date format without a part of a date',
      map([to('a', '1', { transformation: { type: 'date_format', params: { format: 'QQQ' } } })]),
      'error m mappings[0].transformation: Data Transform: a: date_format needs a format with parts of a date, as in YYYY-MM-DD HH:mm; "QQQ" has none',
    ],
    [
      'a time zone that is none',
      map([
        to('a', '1', {
          transformation: { type: 'date_format', params: { format: 'YYYY', timezone: 'Mars' } },
        }),
      ]),
      /^error m mappings\[0\]\.transformation: .*"Mars" is not a time zone/,
    ],
    [
      'a number format that is none',
      map([to('a', '1', { transformation: { type: 'number_format', params: { format: 'abc' } } })]),
      /^error m mappings\[0\]\.transformation: .*"abc" is not a number format/,
    ],
    [
      'formats that expressions decide',
      map([
        to('a', '1', { transformation: { type: 'date_format', params: { format: '{{ trigger.data.f }}' } } }),
      ]),
      '',
    ],
    [
      'a target around another that is mapped before',
      map([to('Id.sub', '1'), to('Id', '2')]),
      /^error m mappings\[1\]\.target_field: Data Transform: Id and Id\.sub cannot both be set/,
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

describe('a key in clear is a warning', () => {
  const kept = (field: string, name: string) => [
    `warning h ${field}: HTTP Request: ${name} is kept in clear here, for everybody who may see the workflow; put it into Authentication`,
  ];
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'typed into the headers',
      { headers: { Authorization: 'Bearer abc' } },
      kept('headers.Authorization', 'Authorization'),
    ],
    ['under a name of its own', { headers: { 'X-Api-Key': 'abc' } }, kept('headers.X-Api-Key', 'X-Api-Key')],
    [
      'beside an expression',
      { headers: { cookie: 'a=1; b={{ trigger.data.b }}' } },
      kept('headers.cookie', 'cookie'),
    ],
    ['in the address', { url: 'https://x.test/?page=1&api_key=abc#a' }, kept('url', 'api_key')],
    ['not where it is filled in', { headers: { Authorization: 'Bearer {{ trigger.data.token }}' } }, []],
    [
      'not where it is filled in by the address',
      { url: 'https://x.test/?token={{ trigger.data.token }}' },
      [],
    ],
    ['not in other headers', { headers: { Accept: 'text/plain', 'X-Token-Count': '3' } }, []],
    ['not in other parameters', { url: 'https://x.test/?tokens=3' }, []],
  ])('%s', (_, config, expected) => {
    expect(lines(check([manual, http(config)], 't>h')).filter((line) => line.includes('clear'))).toEqual(
      expected,
    );
  });
});
