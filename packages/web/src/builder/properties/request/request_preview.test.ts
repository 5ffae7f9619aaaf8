import { describe, expect, it } from 'vitest';
import type { ScopeSource } from '../../expressions/sample_scope.ts';
import { requestCurl } from '../curl/request_curl.ts';
import { previewRequest } from './request_preview.ts';

const node = { id: 'n', type: 'action', subtype: 'http_request' } as unknown as ScopeSource['node'];
const source = (name: string, origin: ScopeSource['origin']): ScopeSource => ({
  name,
  label: name,
  node,
  value: {},
  real: origin !== 'schema',
  origin,
});
const scope = {
  trigger: { data: { id: 'A-1', q: 'x y' } },
  order: { total: 9 },
  variables: { host: 'api.example.com' },
};
const sources: ScopeSource[] = [
  source('trigger', 'pinned'),
  source('order', 'schema'),
  { name: 'variables', label: 'Variables', node: null, value: {}, real: true },
];
const preview = (config: Record<string, unknown>) => previewRequest({ config, scope, sources });

describe('what would be sent', () => {
  it('is a form by its parts, with files by their names, and a connection that is only named', () => {
    const form_data = [
      { type: 'text', name: 'id', value: '{{ trigger.data.id }}' },
      { type: 'file', name: 'list', file: { filename: 'a.csv', data: 'YQ==' } },
    ];
    const sent = preview({
      method: 'POST',
      url: 'https://x.io',
      body_type: 'multipart',
      form_data,
      auth: 'connection',
    });
    expect(sent).toMatchObject({
      connection: true,
      body: 'id: A-1\nlist: a.csv',
      headers: [['Content-Type', 'multipart/form-data']],
    });
    const command = requestCurl(sent);
    expect(command).toContain("--form-string 'id=A-1'");
    expect(command).toContain("-F 'list=@a.csv'");
    expect(command).not.toMatch(/multipart|Authorization|data-raw/);
  });

  it('has no body where the mappings that make it fail, and not the mappings themselves', () => {
    const body = {
      $mappings: [
        { target_field: 'day', source_path: 'trigger.data.q', transformation: { type: 'date_format' } },
      ],
    };
    const sent = preview({ method: 'POST', url: 'https://x.io', body });
    expect(sent.problem).toContain('day');
    expect(sent.body).toBeNull();
  });

  it('is the address with its expressions and parameters filled in', () => {
    const config = {
      url: 'https://{{ variables.host }}/orders/{{ trigger.data.id }}',
      query: { q: '{{ trigger.data.q }}', tags: ['a', 'b'], none: null },
    };
    expect(preview(config)).toMatchObject({
      method: 'GET',
      url: 'https://api.example.com/orders/A-1?q=x+y&tags=a&tags=b',
      body: null,
      effect: 'read',
      problem: null,
    });
  });

  it('is the body as it goes out, with its content type', () => {
    const json = { method: 'POST', url: 'https://x.io', body: { total: '{{ order.total }}' } };
    expect(preview(json)).toMatchObject({
      body: '{"total":9}',
      headers: [['Content-Type', 'application/json']],
      effect: 'write',
    });
    const form = {
      method: 'PUT',
      url: 'https://x.io',
      body_type: 'form',
      body: { a: '{{ trigger.data.q }}' },
    };
    expect(preview(form)).toMatchObject({ body: 'a=x+y', effect: 'idempotent' });
    expect(preview({ ...json, method: 'GET' }).body).toBeNull();
    expect(preview({ ...json, body_type: 'none' }).body).toBeNull();
  });

  it.each([
    [{ auth: 'bearer', token: 'top secret' }, [['Authorization', 'Bearer •••']]],
    [{ auth: 'header', header_name: 'X-Key', header_value: 'top secret' }, [['X-Key', '•••']]],
    [
      { headers: { 'x-api-key': 'top secret', Accept: '*/*' } },
      [
        ['x-api-key', '•••'],
        ['Accept', '*/*'],
      ],
    ],
  ])('shows no credential of %j', (config, headers) => {
    const shown = preview({ url: 'https://x.io', ...config });
    expect(shown.headers).toEqual(headers);
    expect(JSON.stringify(shown)).not.toContain('top secret');
  });

  it('shows the name of a user, never the password', () => {
    expect(
      preview({ url: 'https://x.io', auth: 'basic', username: 'ada', password: 'top secret' }).user,
    ).toBe('ada:•••');
    expect(preview({ url: 'https://u:topsecret@x.io' }).url).not.toContain('topsecret');
  });

  it('names each expression once with its value and where that is from', () => {
    const config = {
      url: 'https://{{ variables.host }}/{{ trigger.data.id }}?a={{ trigger.data.id }}',
      headers: { a: '{{ order.total + trigger.data.id }}' },
      auth: 'bearer',
      token: '{{ variables.token }}',
    };
    expect(preview(config).expressions).toEqual([
      { source: 'variables.host', value: 'api.example.com', origin: 'fixed' },
      { source: 'trigger.data.id', value: 'A-1', origin: 'pinned' },
      { source: 'order.total + trigger.data.id', value: '9A-1', origin: 'schema' },
    ]);
  });

  it('names what mappings of the body, the query and headers are filled in from, lists with their entries', () => {
    const lines = { trigger: { data: { ...scope.trigger.data, lines: [{ sku: 'A' }, { sku: 'B' }] } } };
    const mapping = (target_field: string, source_path: string) => ({ target_field, source_path });
    const config = {
      method: 'POST',
      url: 'https://x.io',
      query: { q: '{{ trigger.data.q }}' },
      headers: { 'X-Order': '{{ order.total }}', 'X-Api-Key': '{{ variables.host }}' },
      body: {
        $mappings: [
          mapping('id', 'trigger.data.id'),
          mapping('lines[].sku', 'trigger.data.lines[].sku'),
          mapping('text', '{{ trigger.data.id }} of us'),
          mapping('fixed', '"gold"'),
        ],
      },
    };
    const { expressions } = previewRequest({ config, scope: { ...scope, ...lines }, sources });
    expect(expressions).toEqual([
      { source: 'trigger.data.q', value: 'x y', origin: 'pinned' },
      { source: 'trigger.data.id', value: 'A-1', origin: 'pinned' },
      { source: 'trigger.data.lines[].sku', value: ['A', 'B'], origin: 'pinned' },
      { source: 'order.total', value: 9, origin: 'schema' },
    ]);
  });

  it('names the first of many expressions, and how many more there are', () => {
    const $mappings = Array.from({ length: 32 }, (_, index) => ({
      target_field: `f${index}`,
      source_path: `order.total + ${index}`,
    }));
    const sent = preview({ method: 'POST', url: 'https://x.io', body: { $mappings } });
    expect(sent.expressions).toHaveLength(20);
    expect(sent.more_expressions).toBe(12);
  });

  it.each([
    [{}, /URL is empty/],
    [{ url: 'orders' }, /“orders” is no web address/],
    [{ url: 'ftp://x.io' }, /is no web address/],
    [{ url: 'https://x.io/{{ order. }}' }, /./],
    [{ url: 'https://x.io', headers: { a: '{{ nonsense( }}' } }, /./],
  ])('cannot be told for %j', (config, problem) => {
    expect(preview(config).problem).toMatch(problem);
  });
});
