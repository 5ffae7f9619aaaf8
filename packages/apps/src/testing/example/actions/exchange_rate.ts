/** Asks what one currency is worth in another. */
import { errorFromStatus, Rejected } from '@millrace/sdk';
import { z } from 'zod';
import { builtin } from '../app.ts';

const currency = z.string().regex(/^[A-Z]{3}$/, 'is a code of three capital letters, as in EUR');

export default builtin.action({
  name: 'Exchange rate',
  description: 'Asks what one currency is worth in another.',
  effect: 'read',
  input: z.object({
    service: z.url().meta({ title: 'Service', field: 'url', placeholder: 'https://rates.example.com' }),
    from: currency.meta({ title: 'From', placeholder: 'EUR' }),
    to: currency.meta({ title: 'To', placeholder: 'USD' }),
    token: z.string().optional().meta({ title: 'Token', field: 'secret', advanced: true }),
  }),
  output: z.looseObject({ rate: z.number().meta({ description: 'One of the first in the second.' }) }),
  run: async ({ input: { service, from, to, token }, http, signal, now }) => {
    const url = new URL(`/latest?base=${from}&symbols=${to}`, service);
    const headers = token ? { authorization: `Bearer ${token}` } : undefined;
    const response = await http.request({ method: 'GET', url: url.href, headers, signal });
    if (response.status !== 200)
      throw errorFromStatus(response, { request: `GET ${url.origin}/latest`, now });
    const { rates } = JSON.parse(new TextDecoder().decode(response.body)) as {
      rates?: Record<string, number>;
    };
    const rate = rates?.[to];
    if (rate === undefined)
      throw new Rejected(`The service knows no rate from ${from} to ${to}`, {
        code: 'unknown_rate',
        field: 'to',
      });
    return { rate };
  },
});
