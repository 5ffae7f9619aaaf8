import { readdirSync, readFileSync } from 'node:fs';
import { StepError } from '@millrace/sdk';
import { type Exchange, fetchClient, startReplay } from '@millrace/sdk/testing';
import { expect, it } from 'vitest';
import action from './testing/example/actions/exchange_rate.ts';

const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const page = read('../../../docs/writing_an_action.md');

it.each([
  ['actions/exchange_rate.ts', 'ts'],
  ['fixtures/exchange_rate.json', 'json'],
])('the page prints %s as it is', (file, language) => {
  expect(page).toContain(`\`\`\`${language}\n${read(`./testing/example/${file}`)}\`\`\``);
});

it.each(readdirSync(new URL('./testing/example/fixtures/', import.meta.url)))(
  'the printed action does what %s says',
  async (file) => {
    const text = read(`./testing/example/fixtures/${file}`);
    const server = await startReplay((JSON.parse(text) as { http: Exchange[] }).http);
    try {
      const fixture = JSON.parse(text.replaceAll('$ORIGIN', server.origin));
      const result = await Promise.resolve(action.run(contextOf(fixture.input))).catch(
        (error: unknown) => error,
      );
      expect(server.problems()).toEqual([]);
      if (result instanceof StepError)
        expect({ ...result, class: result.name, message: result.message }).toMatchObject(fixture.error);
      else expect(result).toEqual(fixture.output);
    } finally {
      await server.close();
    }
  },
);

function contextOf(input: unknown) {
  return {
    input: action.input.parse(input),
    http: fetchClient(),
    signal: AbortSignal.timeout(10_000),
    now: () => new Date('2026-11-20T12:00:00Z'),
    idempotencyKey: 'execution:path',
    log: { info: () => undefined, warn: () => undefined },
    timezone: 'UTC',
    scope: {},
  };
}
