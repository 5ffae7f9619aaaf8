/** Adds a card to a board that was chosen. */
import { errorFromStatus } from '@millrace/sdk';
import { z } from 'zod';
import { board, choices, project } from '../app.ts';

export default choices.action({
  name: 'Add card',
  description: 'Adds a card to a board.',
  effect: 'write',
  connects: () => true,
  input: z.object({
    service: z.url().meta({ title: 'Service', field: 'url' }),
    connection_id: z.undefined().optional().meta({ title: 'Connection', field: 'connection' }),
    project,
    board: board.optional(),
    title: z.string().meta({ title: 'Title' }),
  }),
  output: z.looseObject({ id: z.string() }),
  run: async ({ input: { service, board: on, title }, http, signal, now }) => {
    const url = new URL(`/boards/${encodeURIComponent(on ?? '')}/cards`, service);
    const response = await http.request({ method: 'POST', url: url.href, json: { title }, signal });
    if (response.status !== 201)
      throw errorFromStatus(response, { request: `POST ${url.pathname}`, connection: true, now });
    return JSON.parse(new TextDecoder().decode(response.body)) as { id: string };
  },
});
