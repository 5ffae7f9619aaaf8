import { z } from 'zod';
import { type AuthKind, withHeader } from './auth_kind.ts';
import { filledText, headerText } from './secret_text.ts';

const inHeader = z.strictObject({
  name: filledText('The header name')
    .max(200, 'A header name has at most 200 characters')
    .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'This is not a header name, as in X-Api-Key')
    .refine(
      (name) =>
        !/^(host|content-length|transfer-encoding|connection|upgrade|te|trailer|expect|keep-alive|proxy-.*)$/i.test(
          name,
        ),
      'This header is set by the connection itself and cannot be given',
    )
    .meta({ title: 'Header name', placeholder: 'X-Api-Key' }),
  value: headerText('The value').meta({ title: 'Value', field: 'secret' }),
});

/** A key in a header of the service's own. */
export function headerKey(): AuthKind<typeof inHeader> {
  return {
    id: 'header',
    name: 'A header',
    description: 'A key in a header that the service names.',
    fields: inHeader,
    sign: (request, { name, value }) => withHeader(request, name, value),
  };
}

const inQuery = z.strictObject({
  name: filledText('The parameter')
    .max(200, 'A parameter has at most 200 characters')
    .meta({ title: 'Parameter', placeholder: 'api_key' }),
  value: filledText('The value').meta({ title: 'Value', field: 'secret' }),
});

/** A key in the address. It is added on the way out only, so that no step and no message shows it. */
export function queryKey(): AuthKind<typeof inQuery> {
  return {
    id: 'query',
    name: 'A query parameter',
    description: 'A key in the address, as in ?api_key=…',
    fields: inQuery,
    sign: (request, { name, value }) => {
      const url = new URL(request.url);
      url.searchParams.set(name, value);
      return { ...request, url: url.href };
    },
  };
}
