import { expect, test, vi } from 'vitest';

const said = vi.hoisted((): unknown[][] => []);

vi.mock('./toast_list.tsx', () => {
  const say =
    (kind: string) =>
    (...what: unknown[]) =>
      said.push([kind, ...what]);
  const kinds = ['message', 'success', 'error', 'info', 'warning', 'dismiss'];
  return { toast: Object.fromEntries(kinds.map((kind) => [kind, say(kind)])), ToastList: () => null };
});

const { toast } = await import('./toast.tsx');

test('toasts come up in their order, and one can be taken back before it came up', async () => {
  const first = toast('Pasted');
  const second = toast.error('Not saved', { description: 'Try again' });
  toast.dismiss(first);
  expect(said).toEqual([]);
  expect(second).not.toBe(first);
  await vi.waitFor(() => expect(said).toHaveLength(3));
  expect(said).toEqual([
    ['message', 'Pasted', { id: first }],
    ['error', 'Not saved', { description: 'Try again', id: second }],
    ['dismiss', first],
  ]);
});

test('a toast keeps the name that it was given', async () => {
  said.length = 0;
  expect(toast.info('Changed elsewhere', { id: 'tab' })).toBe('tab');
  await vi.waitFor(() => expect(said).toEqual([['info', 'Changed elsewhere', { id: 'tab' }]]));
});
