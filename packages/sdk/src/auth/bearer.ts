import { z } from 'zod';
import { type AuthKind, withHeader } from './auth_kind.ts';
import { headerText } from './secret_text.ts';

const fields = z.strictObject({
  token: headerText('The token').meta({
    title: 'Token',
    field: 'secret',
    description: 'Without the word Bearer in front.',
  }),
});

/** `Authorization: Bearer …` */
export function bearer(): AuthKind<typeof fields> {
  return {
    id: 'bearer',
    name: 'Bearer token',
    description: 'Sent as Authorization: Bearer … with each request.',
    fields,
    sign: (request, { token }) => withHeader(request, 'authorization', `Bearer ${withoutWord(token)}`),
  };
}

/** Who copies a header copies the word too. */
const withoutWord = (token: string) => token.replace(/^bearer\s+/i, '');
