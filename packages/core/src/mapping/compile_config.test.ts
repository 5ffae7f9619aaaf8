import { describe, expect, it } from 'vitest';
import { compileConfig } from './compile_config.ts';

const scope = { order: { id: 'o-1', items: [{ sku: 'a' }, { sku: 'b' }] } };
const mapping = (target_field: string, source_path: string) => ({ target_field, source_path });

describe('a mapped object in a configuration', () => {
  it('is what its mappings give, wherever it stands', () => {
    const config = compileConfig({
      method: 'POST',
      body: { $mappings: [mapping('number', 'order.id'), mapping('lines[].sku', 'order.items[].sku')] },
      parts: [{ extra: { $mappings: [mapping('a.b', '{{ order.id }}')] } }],
      empty: { $mappings: [] },
    });
    expect(config.isStatic).toBe(false);
    expect(config.evaluate(scope)).toEqual({
      method: 'POST',
      body: { number: 'o-1', lines: [{ sku: 'a' }, { sku: 'b' }] },
      parts: [{ extra: { a: { b: 'o-1' } } }],
      empty: {},
    });
    expect(config.references).toContainEqual(['order', 'id']);
    expect(config.deterministic).toBe(true);
  });

  it('can be the whole', () => {
    expect(compileConfig({ $mappings: [mapping('a', '1')] }).evaluate({})).toEqual({ a: 1 });
  });

  it('is not looked for in a field that is taken as it is, nor in data', () => {
    const raw = { $mappings: [mapping('a', '1')] };
    expect(compileConfig({ code: raw }, { raw: (path) => path.startsWith('code') }).evaluate({})).toEqual({
      code: raw,
    });
    expect(compileConfig({ body: '{{ data }}' }).evaluate({ data: raw })).toEqual({ body: raw });
    const fixed = { $mappings: [{ target_field: 'a', source_path: '', default_value: { $mappings: 5 } }] };
    expect(compileConfig(fixed).evaluate({})).toEqual({ a: { $mappings: 5 } });
  });

  it('fails with the place of its mapping', () => {
    const config = compileConfig({ body: { $mappings: [{ ...mapping('a', 'order.x'), required: true }] } });
    expect(() => config.evaluate(scope)).toThrow(
      expect.objectContaining({
        name: 'MappingError',
        field: 'body.$mappings[0].source_path',
        message: 'a: order.x is empty',
      }),
    );
  });

  it('has the time of a step', () => {
    const config = compileConfig({ body: { $mappings: [mapping('a', '1')] } });
    expect(() => config.evaluate({}, { deadline: performance.now() - 1 })).toThrow('more than 2 seconds');
  });

  it.each<[string, unknown, string, string]>([
    [
      'other keys beside',
      { $mappings: [], a: 1 },
      'body.$mappings',
      'body has $mappings and also "a"; an object is either mapped or written out',
    ],
    ['what is no list', { $mappings: {} }, 'body.$mappings', 'body.$mappings is no list of mappings'],
    ['nothing', { $mappings: null }, 'body.$mappings', 'body.$mappings is no list of mappings'],
    [
      'too many',
      { $mappings: Array.from({ length: 1_001 }, (_, at) => mapping(`f${at}`, '1')) },
      'body.$mappings',
      'body.$mappings has 1,001 mappings; at most 1,000 are possible',
    ],
    [
      'a mapping without a target',
      { $mappings: [{ source_path: 'a' }] },
      'body.$mappings[0].target_field',
      'body.$mappings[0].target_field is missing',
    ],
    [
      'a mapping that is a text',
      { $mappings: ['a'] },
      'body.$mappings[0]',
      'body.$mappings[0] must be an object, not text',
    ],
    [
      'an unknown field of a mapping',
      { $mappings: [{ ...mapping('a', '1'), transform: 'x' }] },
      'body.$mappings[0]',
      'body.$mappings[0] has the unknown field "transform"',
    ],
    [
      'a prototype',
      { $mappings: [mapping('__proto__.x', '1')] },
      'body.$mappings[0].target_field',
      'The target field "__proto__.x" has the part "__proto__", which is a reserved name',
    ],
    [
      'the same target twice',
      { $mappings: [mapping('a', '1'), mapping('a', '2')] },
      'body.$mappings[1].target_field',
      'a is mapped twice',
    ],
    [
      'a target in another',
      { $mappings: [mapping('a', '1'), mapping('a.b', '2')] },
      'body.$mappings[1].target_field',
      'a.b and a cannot both be set: one is inside the other, or one is a list and the other is not',
    ],
  ])('is refused with %s', (_, body, field, message) => {
    expect(() => compileConfig({ body })).toThrow(
      expect.objectContaining({ name: 'MappingError', field, message }),
    );
  });
});
