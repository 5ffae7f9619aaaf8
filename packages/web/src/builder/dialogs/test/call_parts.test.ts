import { describe, expect, it } from 'vitest';
import { type CallRequest, partsOf, requestOf } from './call_parts.ts';

const row = (name: string, value: string) => ({ name, value });

describe('the parts of a call', () => {
  it.each<[string, CallRequest | null]>([
    ['nothing', null],
    ['a method', { method: 'PUT' }],
    ['headers', { headers: { 'x-shop': 'eu', empty: '' } }],
    ['a name that comes twice', { query: { tag: ['a', 'b'], page: '2' } }],
    ['all of them', { headers: { a: '1' }, query: { b: '2' }, method: 'POST' }],
  ])('%s is the same after it was shown as rows', (_name, request) => {
    expect(requestOf(partsOf(request))).toEqual(request);
  });

  it('rows without a name are being typed, and names are written as they come in', () => {
    const headers = [row(' X-Shop ', 'eu'), row('', 'lost'), row('x-shop', 'us')];
    expect(requestOf({ method: '', headers, query: [row(' ', 'x')] })).toEqual({
      headers: { 'x-shop': 'us' },
    });
  });

  it('names that reach a prototype are fields like others', () => {
    const { query } = requestOf({ method: '', headers: [], query: [row('__proto__', 'x')] })!;
    expect(Object.keys(query!)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});
