import { coreManifest } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { draw } from '../document/testing.ts';
import { parseJson } from '../expressions/parse_json.ts';
import { noSamples } from '../results/samples.ts';
import { eventCurl, webhookCurl } from './curl.ts';
import { mockedNodes, startInput, startMock } from './run_input.ts';

const headers = { header: 'x-webhook-token', hmac: 'x-webhook-signature' };
const url = 'http://localhost:3000/hooks/abc';

describe('commands for a terminal', () => {
  it.each([
    [{}, `curl -X POST '${url}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"a":"it'\\''s"}'`],
    [{ method: 'GET' }, `curl -X GET '${url}'`],
    [
      { method: 'ANY', auth: 'header', header_name: 'X-Key' },
      `curl -X POST '${url}' \\\n  -H 'X-Key: …' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"a":"it'\\''s"}'`,
    ],
    [{ method: 'GET', auth: 'basic', username: 'ada' }, `curl -X GET '${url}' \\\n  -u 'ada:…'`],
  ])('%j', (config, expected) => {
    expect(webhookCurl(url, config, { a: "it's" }, headers)).toBe(expected);
  });

  it('signs the very bytes that it sends', () => {
    const command = webhookCurl(url, { auth: 'hmac' }, { a: 1 }, headers);
    expect(command).toContain(`BODY='{"a":1}'`);
    expect(command).toContain('-H "x-webhook-signature: $SIGNATURE"');
    expect(command).toContain('-d "$BODY"');
  });

  it('publishes an event', () => {
    expect(eventCurl('http://h', 'order.created', { id: 1 })).toContain(
      `-d '{"type":"order.created","data":{"id":1}}'`,
    );
  });
});

describe('what a test starts with', () => {
  const webhook = draw({ t: 'webhook', r: 'respond', d: 'data_transform' });

  it.each([
    ['the data of the last run', { ...noSamples, trigger: { data: { a: 1 } } }, undefined, { a: 1 }],
    [
      'the data that is pinned for the trigger',
      { ...noSamples, trigger: { data: { a: 1 } }, pinned: { t: { data: { a: 2 } } } },
      { b: 2 },
      { a: 2 },
    ],
    ['the sample of the event type', noSamples, { b: 2 }, { b: 2 }],
    ['an empty object', noSamples, undefined, {}],
  ])('is %s', (_, samples, sample, expected) => {
    expect(startInput(webhook, samples, sample)).toEqual(expected);
  });

  it('is nothing for a schedule', () => {
    expect(startInput(draw({ t: 'schedule' }), noSamples)).toBeUndefined();
  });

  it('mocks only what goes out', () => {
    const action = (operation: string) => ({
      id: operation,
      name: operation,
      description: '',
      kind: 'action' as const,
      effect: 'read' as const,
      version: 1,
      input: {},
      output: {},
    });
    const builtin = {
      id: 'builtin',
      name: 'Built-in',
      description: '',
      operations: ['http_request', 'data_transform', 'respond'].map(action),
    };
    const definition = draw({ t: 'webhook', h: 'http_request', d: 'data_transform', r: 'respond', i: 'if' });
    expect(mockedNodes(definition, [coreManifest(), builtin]).map(({ node }) => node.id)).toEqual(['h']);
  });

  it('has mocks for what an address, an event, a person or another workflow gives', () => {
    const definition = draw({
      t: 'manual',
      d: 'wait',
      c: 'wait',
      e: 'wait',
      a: 'approval',
      s: 'sub_workflow',
      g: 'sub_workflow',
    });
    const configs: Record<string, Record<string, unknown>> = {
      d: { mode: 'delay' },
      c: { mode: 'callback' },
      e: { mode: 'event' },
      g: { wait: false },
    };
    for (const node of definition.nodes) node.config = configs[node.id] ?? {};
    const mocks = mockedNodes(definition, [coreManifest()]).map(({ node, operation }) => [
      node.id,
      startMock(node, operation, { ...noSamples, outputs: { e: { id: 7 } } }),
    ]);
    expect(mocks).toMatchObject([
      ['c', {}],
      ['e', { id: 7 }],
      ['a', { decision: 'approved' }],
      ['s', {}],
    ]);
  });
});

describe('JSON text', () => {
  it('is read, and empty text is nothing', () => {
    expect(parseJson('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
    expect(parseJson(' ')).toEqual({ ok: true, value: undefined });
  });

  it('is refused where it is none', () => {
    expect(parseJson('{\n  "a": 1,\n  b: 2\n}')).toEqual({ ok: false });
  });
});
