import { describe, expect, test } from 'vitest';
import { compileConfig } from './config.ts';

const scope = { order: { id: 'o-1', total: '12,50', items: [{ sku: 'A' }] }, list: [1, 2] };

describe('a configuration', () => {
  test('is filled in deeply, and keeps the types of single templates', () => {
    const config = compileConfig({
      url: 'https://example.com/{{ order.id }}',
      body: { id: '{{ order.id }}', list: ['{{ list }}', 'x', { deep: '{{ list[0] + 1 }}' }] },
      timeout: 5,
      on: true,
      none: null,
    });
    expect(config.evaluate(scope)).toEqual({
      url: 'https://example.com/o-1',
      body: { id: 'o-1', list: [[1, 2], 'x', { deep: 2 }] },
      timeout: 5,
      on: true,
      none: null,
    });
    expect(config.isStatic).toBe(false);
    expect(config.references).toEqual([['order', 'id'], ['order', 'id'], ['list'], ['list', '0']]);
  });

  test('without templates is static: a frozen copy that later changes of the original do not reach', () => {
    const original = { a: { b: ['x \\{{ y }}'] } };
    const config = compileConfig(original);
    original.a.b[0] = 'changed';
    expect(config.isStatic).toBe(true);
    expect(config.evaluate({})).toEqual({ a: { b: ['x {{ y }}'] } });
    expect(config.evaluate({})).toBe(config.evaluate({}));
    expect(Object.isFrozen((config.evaluate({}) as { a: { b: string[] } }).a.b)).toBe(true);
  });

  test('one evaluation cannot change what the next one gets', () => {
    const config = compileConfig({ fixed: { a: [1] }, id: '{{ order.id }}' });
    const first = config.evaluate(scope) as { fixed: { a: number[] }; id: string };
    first.id = 'changed';
    expect(() => first.fixed.a.push(2)).toThrow(TypeError);
    expect(config.evaluate(scope)).toEqual({ fixed: { a: [1] }, id: 'o-1' });
  });

  test('leaves what is raw as it is', () => {
    const raw = (path: string): boolean => path === 'code' || path === 'rows[1].condition';
    const config = compileConfig(
      {
        code: 'return `{{ x = 1 }}`',
        rows: [{ condition: '{{ order.id }}' }, { condition: '{{ order.id }}' }],
      },
      { raw },
    );
    expect(config.evaluate(scope)).toEqual({
      code: 'return `{{ x = 1 }}`',
      rows: [{ condition: 'o-1' }, { condition: '{{ order.id }}' }],
    });
  });

  test.each([
    ['text', '{{ order.id }}', 'o-1'],
    ['number', 5, 5],
    ['nothing', undefined, undefined],
  ])('may be no object but %s', (_what, config, expected) => {
    expect(compileConfig(config).evaluate(scope)).toEqual(expected);
  });

  test('knows whether it is the same each time', () => {
    expect(compileConfig({ a: '{{ order.id }}' }).deterministic).toBe(true);
    expect(compileConfig({ a: ['{{ uuid() }}'] }).deterministic).toBe(false);
  });
});

describe('an error says in which field it is', () => {
  test.each([
    [{ headers: { 'X-Id': '{{ a = 1 }}' } }, 'headers.X-Id'],
    [{ mappings: [{ source_path: 'x' }, { source_path: '{{ a | nope }}' }] }, 'mappings[1].source_path'],
    [{ 'a b.c': '{{ }}' }, 'a b.c'],
    [{ x: { 'a b.c': '{{ }}' } }, 'x["a b.c"]'],
    [['{{ ( }}'], '[0]'],
    ['{{ ( }}', ''],
  ])('%j when it is compiled', (config, field) => {
    expect(() => compileConfig(config)).toThrow(expect.objectContaining({ name: 'ExpressionError', field }));
  });

  test('and when it is evaluated', () => {
    const config = compileConfig({ body: { rows: ['{{ order.id }}', 'sum {{ order.total * 2 }}'] } });
    expect(() => config.evaluate(scope)).toThrow(
      expect.objectContaining({ field: 'body.rows[1]', position: 7, source: 'sum {{ order.total * 2 }}' }),
    );
  });

  test('nesting without end is refused', () => {
    let config: unknown = '{{ a }}';
    for (let depth = 0; depth < 5_000; depth++) config = [config];
    expect(() => compileConfig(config)).toThrow(expect.objectContaining({ code: 'size' }));
  });
});
