import { webhookHeaderDefaults } from '@millrace/core';
import { expect, it } from 'vitest';
import { shellWords } from '../properties/curl/shell_words.ts';
import { webhookCurl } from './curl.ts';

const url = 'https://x.io/hooks/abc';

it.each(['GET', 'POST'])('a signed %s call signs what it sends', (method) => {
  const command = webhookCurl(url, { auth: 'hmac', method }, { a: "it's" }, webhookHeaderDefaults);
  const [body = '', signature = '', ...call] = command.split('\n');
  const sent = method === 'GET' ? '' : `{"a":"it's"}`;
  expect(shellWords(body).words).toEqual([`BODY=${sent}`]);
  expect(signature).toContain(`printf '%s' "$BODY" | openssl dgst -sha256 -hmac '…'`);
  const words = shellWords(call.join('\n')).words;
  expect(words).toContain('x-webhook-signature: $SIGNATURE');
  expect(words.includes('-d')).toBe(method === 'POST');
});
