import { z } from 'zod';
import { type AuthKind, withHeader } from './auth_kind.ts';
import { filledText } from './secret_text.ts';

const fields = z.strictObject({
  username: filledText('The user name')
    .refine((value) => !value.includes(':'), 'A user name cannot hold a colon')
    .meta({ title: 'User name' }),
  password: z.string().max(20_000).default('').meta({
    title: 'Password',
    field: 'secret',
    description: 'May stay empty, for services that take an API key as the user name.',
  }),
});

/** User name and password as HTTP has them since its beginning. */
export function basic(): AuthKind<typeof fields> {
  return {
    id: 'basic',
    name: 'User name and password',
    description: 'Sent as Authorization: Basic … with each request.',
    fields,
    sign: (request, { username, password }) =>
      withHeader(
        request,
        'authorization',
        `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`,
      ),
  };
}
