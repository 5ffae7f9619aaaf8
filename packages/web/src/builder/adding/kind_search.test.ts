import { nodeSubtypes } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { kindWords } from '../../strings/kinds.ts';
import { isNear, markedPieces, searchKinds } from './kind_search.ts';

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

  it.each([
    ['htpp', 'http_request'],
    ['webhok', 'webhook'],
    ['webhoook', 'webhook'],
    ['wbehook', 'webhook'],
    ['shedule', 'schedule'],
    ['shedu', 'schedule'],
    ['reqest', 'http_request'],
    ['htpp reqeust', 'http_request'],
    ['swich', 'switch'],
    ['delya', 'wait'],
    ['aproval', 'approval'],
    ['tranform', 'data_transform'],
    ['condtional', 'if'],
  ])('%j, with a slip, finds %s first', (search, expected) => {
    expect(found(search)[0]).toBe(expected);
  });

  it('puts what has a slip behind what has none', () => {
    for (const search of [
      'switch',
      'webhook',
      'wait',
      'send',

      'rest',
      'code',
      'loop',
      'http',
      'post',
    ]) {
      const scores = searchKinds(search, nodeSubtypes).map(({ score }) => score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      expect(scores[0], search).toBeGreaterThanOrEqual(0.3);
    }
  });

  it.each([['hooweb'], ['htt p'], ['wbhok'], ['lop'], ['no such thing'], ['htxx'], ['quux']])(
    '%j has more than one slip, or is too short for one, and finds nothing by it',
    (search) => {
      expect(searchKinds(search, nodeSubtypes).filter(({ score }) => score <= 0.2)).toEqual([]);
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

describe('a slip of the fingers', () => {
  it.each([
    ['htpp', 'http', true],
    ['httpp', 'http', true],
    ['http', 'http', true],
    ['htt', 'http', true],
    ['thtp', 'http', true],
    ['hxtp', 'http', true],
    ['htxx', 'http', false],
    ['hpt', 'http', false],
    ['cond', 'code', false],
    ['reqes', 'request', true],
    ['reqse', 'request', true],
    ['reqs', 'request', false],
    ['webho\u0000k', 'webhook', true],
    ['', 'http', true],
  ])('%j is near %j: %s', (typed, word, expected) => expect(isNear(typed, word)).toBe(expected));
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
