import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { readSecret } from './read_secret.ts';

function terminal(typed: string[], isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = new PassThrough();
  let shown = '';
  output.on('data', (chunk) => {
    shown += String(chunk);
    // A person types after each question.
    if (String(chunk).endsWith(': ')) input.write(typed.shift() ?? '\u0003');
  });
  return { streams: { input, output }, shown: () => shown };
}

test('on a terminal it is asked for twice and never shown', async () => {
  const { streams, shown } = terminal(['a good secret\r', 'a good secret\r'], true);
  expect(await readSecret('Secret: ', streams)).toBe('a good secret');
  expect(shown()).toBe('Secret: \nOnce more: \n');
});

test.each([
  [['a good secret\r', 'a god secret\r'], 'The two are not the same. Nothing was changed.'],
  [['half\u0003'], 'Nothing was changed.'],
  [['a good secret\r', '\u0004'], 'Nothing was changed.'],
])('%j changes nothing', async (typed, message) => {
  await expect(readSecret('Secret: ', terminal(typed, true).streams)).rejects.toThrow(message);
});

test.each([
  ['a good secret\n', 'a good secret'],
  ['a good secret', 'a good secret'],
  [' with blanks \r\nanother line\n', ' with blanks '],
])('of %j in a pipe the first line is it', async (text, secret) => {
  const { streams, shown } = terminal([], false);
  streams.input.end(text);
  expect(await readSecret('Secret: ', streams)).toBe(secret);
  expect(shown()).toBe('');
});

test('an empty pipe is no secret', async () => {
  const { streams } = terminal([], false);
  streams.input.end('\n');
  await expect(readSecret('Secret: ', streams)).rejects.toThrow('Nothing came on standard input');
});
