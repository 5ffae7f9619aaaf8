/** An app for tests: it has a way to authenticate, choices that are loaded, and a field of every kind. */
import { bearer, defineApp, type LoadContext, Rejected } from '@millrace/sdk';

export const choices = defineApp({
  id: 'choices',
  name: 'Choices',
  description: 'An app for tests.',
  auth: [bearer()],
});

async function list({ http, signal, input }: LoadContext, path: string) {
  const service = String(input.service ?? '');
  if (!URL.canParse(service))
    throw new Rejected('Fill in the service first', { code: 'missing_service', field: 'service' });
  const response = await http.request({ method: 'GET', url: new URL(path, service).href, signal });
  if (response.status !== 200) throw new Rejected(`The service answered ${response.status}`);
  return JSON.parse(new TextDecoder().decode(response.body)) as { id: string; name?: string }[];
}

export const project = choices.options({
  label: 'Project',
  depends_on: ['service'],
  load: async (context) =>
    (await list(context, '/projects')).map(({ id, name }) => ({ value: id, label: name })),
});

export const board = choices.options({
  label: 'Board',
  depends_on: ['service', 'project'],
  load: async (context) => {
    const boards = await list(
      context,
      `/projects/${encodeURIComponent(String(context.input.project ?? ''))}/boards`,
    );
    return boards.map(({ id, name }) => ({ value: id, label: name }));
  },
});
