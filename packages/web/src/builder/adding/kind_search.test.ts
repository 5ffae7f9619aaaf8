import { nodeSubtypes } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { kindWords } from '../../strings/kinds.ts';
import { markedPieces, searchKinds } from './kind_search.ts';

const found = (search: string) => searchKinds(search, nodeSubtypes).map(({ subtype }) => subtype);

describe('searching kinds of nodes', () => {
  it.each([
    ['webhook', 'webhook'],
    ['cron', 'schedule'],
    ['every', 'schedule'],
    ['if', 'if'],
    ['else', 'if'],
    ['branch', 'if'],
    ['api', 'http_request'],
    ['rest api', 'http_request'],
    ['curl', 'http_request'],
    ['delay', 'wait'],
    ['sleep', 'wait'],
    ['for each', 'loop'],
    ['foreach', 'loop'],
    ['FOR EACH', 'loop'],
    ['http', 'http_request'],
    ['req', 'http_request'],
    ['request http', 'http_request'],
    ['filter', 'data_transform'],
    ['map fields', 'data_transform'],
    ['code', 'data_transform'],
    ['human', 'approval'],
    ['sub', 'sub_workflow'],
    ['stop', 'stop'],
    ['end', 'stop'],
    ['join', 'merge'],
    ['continue', 'continue'],
    ['  wait  ', 'wait'],
  ])('%j finds %s first, or among those as good', (search, expected) => {
    const all = searchKinds(search, nodeSubtypes);
    const best = all.filter(({ score }) => score === all[0]?.score).map(({ subtype }) => subtype);
    expect(best).toContain(expected);
  });

  it('puts a name before another word for something else', () => {
    expect(found('switch')[0]).toBe('switch');
    expect(found('webhook')[0]).toBe('webhook');
    expect(found('loop')[0]).toBe('loop');
  });

  it.each([['zzz'], ['hq'], ['webhook zebra'], ['.*'], ['('], ['__proto__']])(
    '%j finds nothing',
    (search) => {
      expect(found(search)).toEqual([]);
    },
  );

  it('keeps the order for an empty search', () => {
    expect(found('  ')).toEqual([...nodeSubtypes]);
  });

  it('says by which other word a kind was found', () => {
    const [wait] = searchKinds('delay', nodeSubtypes);
    expect(wait).toMatchObject({ subtype: 'wait', also: 'delay' });
    expect(searchKinds('wait', nodeSubtypes)[0]?.also).toBeNull();
  });

  it('knows words, an effect and an example of every kind, in lower case', () => {
    for (const subtype of nodeSubtypes) {
      const { also, effect, example } = kindWords[subtype];
      expect(also.length, subtype).toBeGreaterThan(2);
      expect(also.every((word) => word === word.toLowerCase())).toBe(true);
      expect(effect && example).toMatch(/\.$/);
    }
  });
});

describe('marking what was typed', () => {
  it.each([
    ['HTTP Request', 'req', 'HTTP [Req]uest'],
    ['HTTP Request', 'http request', '[HTTP] [Request]'],
    ['Data Transform', 'a', 'D[a]t[a] Tr[a]nsform'],
    ['Wait', 'delay', 'Wait'],
    ['Wait', '(', 'Wait'],
    ['Wait', '', 'Wait'],
  ])('in %j for %j', (text, search, expected) => {
    const pieces = markedPieces(text, search);
    expect(pieces.map((piece) => (piece.marked ? `[${piece.text}]` : piece.text)).join('')).toBe(expected);
  });
});
