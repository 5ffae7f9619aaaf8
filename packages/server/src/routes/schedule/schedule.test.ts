import { scheduleOutlook } from '@millrace/core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type Client, startTestServer, type TestServer } from '../../testing/server.ts';

let server: TestServer;
let viewer: Client;

beforeAll(async () => {
  server = await startTestServer();
  viewer = server.client((await server.apiKey((await server.organization()).id, 'viewer')).key);
});
afterAll(async () => {
  vi.useRealTimers();
  await server?.stop();
});

interface Preview {
  next: string[];
  notes: (string | null)[];
  ahead: string[];
  description: string;
}

test('the next times come with what the clocks do to them, in the words of the editor', async () => {
  // Only the date stands still: in Berlin the clocks are put forward two days later.
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2027-03-26T12:00:00Z') });
  const { status, body } = await viewer.get<Preview>(
    '/api/integrations/schedule/preview?expression=30%202%20*%20*%20*&timezone=Europe/Berlin&count=3',
  );
  expect(status).toBe(200);
  expect(body.next).toEqual([
    '2027-03-27T01:30:00.000Z',
    '2027-03-28T01:00:00.000Z',
    '2027-03-29T00:30:00.000Z',
  ]);
  expect(body.notes).toEqual([null, expect.stringMatching(/02:30 does not exist/), null]);
  expect(body.ahead[0]).toMatch(/31 Oct 2027: 02:30 comes twice/);
  const config = { schedule_type: 'cron', cron: '30 2 * * *', timezone: 'Europe/Berlin' };
  const editor = scheduleOutlook(config, { after: new Date(), count: 3 });
  expect([body.notes, body.ahead]).toEqual([editor.times.map(({ note }) => note), editor.ahead]);
});

test('where the clocks do nothing, nothing is told', async () => {
  vi.useRealTimers();
  const { body } = await viewer.get<Preview>(
    '/api/integrations/schedule/preview?expression=0%209%20*%20*%20*&timezone=UTC&count=2',
  );
  expect(body).toMatchObject({ notes: [null, null], ahead: [], description: expect.stringMatching(/09:00/) });
});
