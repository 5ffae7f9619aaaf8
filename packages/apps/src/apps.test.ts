/**
 * The rules that every app keeps, and the replay of every fixture: `<app>/fixtures/<action>[.<case>].json` is run against a
 * real HTTP server on this machine that expects exactly the recorded requests. `$ORIGIN` in a fixture is its address.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { appManifestSchema, fieldKinds, type JsonSchema, sampleOfSchema } from '@millrace/core';
import { type Action, StepError } from '@millrace/sdk';
import { type Exchange, fetchClient, startReplay } from '@millrace/sdk/testing';
import { describe, expect, it } from 'vitest';
import { apps } from './apps.ts';
import { loadApps } from './load.ts';

interface Fixture {
  /** Written from a description rather than recorded. */
  recorded: boolean;
  input: unknown;
  scope?: Record<string, unknown>;
  timezone?: string;
  http?: Exchange[];
  /** `{ "$any": "number" }` stands for any number. */
  output?: unknown;
  error?: { class: string; message: string } & Record<string, unknown>;
  warnings?: string[];
  effect?: string;
}

const loaded = await loadApps();
const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const fixtures = Object.keys(apps).flatMap((app) =>
  readdirSync(new URL(`./${app}/fixtures/`, import.meta.url))
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({ app, file, action: file.split('.')[0]! })),
);

describe('every app', () => {
  it.each(loaded.manifests)('$id has a valid manifest under the name of its folder', (manifest) => {
    expect(appManifestSchema.parse(manifest)).toEqual(manifest);
    expect(Object.keys(apps)).toContain(manifest.id);
    expect(new Set(manifest.operations.map(({ id }) => id)).size).toBe(manifest.operations.length);
  });

  it('has its id once', () => {
    const ids = loaded.manifests.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  const operations = loaded.manifests.flatMap((app) =>
    app.operations.map((operation) => ({ app: app.id, operation })),
  );
  it.each(operations)(
    '$app/$operation.id gives every field a title and a control that exists',
    ({ operation }) => {
      for (const [name, field] of Object.entries(operation.input.properties as Record<string, JsonSchema>)) {
        expect(field.title, name).toBeTypeOf('string');
        if (field.field) expect(fieldKinds, name).toContain(field.field);
        if (field.show_if)
          expect(operation.input.properties).toHaveProperty((field.show_if as { field: string }).field);
      }
    },
  );
  it.each(operations)('$app/$operation.id has a fixture that succeeds', ({ app, operation }) => {
    const own = fixtures.filter((fixture) => fixture.app === app && fixture.action === operation.id);
    const outputs = own.map(({ file }) => JSON.parse(read(`./${app}/fixtures/${file}`)) as Fixture);
    expect(outputs.some((fixture) => 'output' in fixture)).toBe(true);
  });

  it.each(operations)(
    '$app/$operation.id is mocked by an answer that it could give',
    ({ app, operation }) => {
      const { output } = loaded.action(app, operation.id)!;
      expect(output.safeParse(sampleOfSchema(operation.output)).error).toBeUndefined();
    },
  );

  it('mocks a call with JSON, as most of them answer', () => {
    const { output } = operations.find(({ operation }) => operation.id === 'http_request')!.operation;
    expect(sampleOfSchema(output)).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { id: expect.any(String), name: expect.any(String), status: expect.any(String) },
      duration_ms: expect.any(Number),
    });
  });

  it('is in the catalogue as it is now (node packages/apps/src/write_catalog.ts)', () => {
    expect(JSON.parse(read('../catalog.json'))).toEqual(JSON.parse(JSON.stringify(loaded.manifests)));
  });

  it('knows no action that is not there', () => {
    expect(loaded.action('builtin', 'nothing')).toBeUndefined();
    expect(loaded.action('nothing', 'respond')).toBeUndefined();
    expect(loaded.action('builtin', '__proto__')).toBeUndefined();
  });
});

/** Turns `{ "$any": "number" }` into a matcher. */
function expected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value !== 'object' || value === null) return value;
  if ('$any' in value) return expect.any(value.$any === 'number' ? Number : Object);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expected(one)]));
}

async function replay(action: Action, fixture: Fixture, origin: string) {
  const warnings: string[] = [];
  const input = action.input.parse(fixture.input);
  const effect = typeof action.effect === 'function' ? action.effect(input) : action.effect;
  const context = {
    input,
    http: fetchClient(),
    signal: AbortSignal.timeout(10_000),
    now: () => new Date('2026-11-20T12:00:00Z'),
    idempotencyKey: 'execution:path',
    log: { info: () => undefined, warn: (message: string) => warnings.push(message) },
    timezone: fixture.timezone ?? 'UTC',
    scope: fixture.scope ?? {},
  };
  try {
    return { output: await action.run(context), warnings, effect };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    const message = error.message.replaceAll(origin, '$ORIGIN');
    return { error: { ...error, class: error.name, message }, warnings, effect };
  }
}

describe('every fixture', () => {
  it.each(fixtures)('$app/$file', async ({ app, file, action: id }) => {
    const text = read(`./${app}/fixtures/${file}`);
    const { http = [] } = JSON.parse(text) as Fixture;
    const server = await startReplay(http);
    try {
      const fixture = JSON.parse(text.replaceAll('$ORIGIN', server.origin)) as Fixture;
      const original = JSON.parse(text) as Fixture;
      const action = loaded.action(app, id)!;
      const result = await replay(action, fixture, server.origin);
      expect(server.problems()).toEqual([]);
      if (original.error) expect(result.error).toMatchObject(expected(original.error) as object);
      else {
        expect(result.error).toBeUndefined();
        expect(result.output).toEqual(expected(fixture.output));
        expect(action.output.safeParse(result.output).error).toBeUndefined();
      }
      expect(result.warnings).toEqual(fixture.warnings ?? []);
      if (fixture.effect) expect(result.effect).toBe(fixture.effect);
    } finally {
      await server.close();
    }
  });
});
