import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { organizationRoutes } from '@millrace/core';
import { expect, test } from 'vitest';
import { forgetEarlySession, takeEarlySession } from './early_session.ts';

const page = () => ({ millraceSession: Promise.resolve<Response | null>(new Response('{}')) });

test('the early answer is given once', async () => {
  const asked = page();
  expect(await takeEarlySession(asked)).toBeInstanceOf(Response);
  expect(await takeEarlySession(asked)).toBeNull();
});

test('it is given to one of two that ask at once', async () => {
  const asked = page();
  const answers = await Promise.all([takeEarlySession(asked), takeEarlySession(asked)]);
  expect(answers.map((answer) => answer === null)).toEqual([false, true]);
});

test('what was forgotten, or never came, is asked for anew', async () => {
  const asked = page();
  forgetEarlySession(asked);
  expect(await takeEarlySession(asked)).toBeNull();
  expect(await takeEarlySession({ millraceSession: Promise.resolve(null) })).toBeNull();
});

test('the first script asks what the contract says', () => {
  const script = readFileSync(fileURLToPath(new URL('../../public/start.js', import.meta.url)), 'utf8');
  expect(organizationRoutes.session.method).toBe('GET');
  expect(script).toContain(`fetch('${organizationRoutes.session.path}'`);
});
