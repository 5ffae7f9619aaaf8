/**
 * Toasts: what finished goes there, what is wrong goes beside its field.
 *  1. The library that draws them is fetched at the first sign of somebody, or with the first toast: no page needs it to be seen.
 *  2. Toasts come up in the order in which they were asked for, and one can be taken back before it came up.
 *  3. Where it cannot be fetched the page stands all the same, and the next toast tries again.
 */
import { type ComponentType, useSyncExternalStore } from 'react';
import type { ExternalToast } from 'sonner';
import { somebody } from '../somebody.ts';

type Kind = 'message' | 'success' | 'error' | 'info' | 'warning';

let List: ComponentType | null = null;
let count = 0;
const places = new Set<() => void>();

async function fetchList() {
  const { toast: list, ToastList } = await import('./toast_list.tsx');
  if (List === null) {
    List = ToastList;
    for (const drawn of places) drawn();
  }
  return list;
}

somebody.whenThere(() => void fetchList().catch(notThere));

/** It cannot be fetched now; what it would say is on the page as well. */
function notThere(): void {}

function show(kind: Kind) {
  return (message: string, options: ExternalToast = {}): string | number => {
    count += 1;
    const id = options.id ?? `toast-${count}`;
    void fetchList().then((list) => list[kind](message, { ...options, id }), notThere);
    return id;
  };
}

/** Shows a toast; its id takes it back by `toast.dismiss`. One with the id of another takes its place. */
export const toast = Object.assign(show('message'), {
  success: show('success'),
  error: show('error'),
  info: show('info'),
  warning: show('warning'),
  dismiss: (id: string | number) => void fetchList().then((list) => list.dismiss(id), notThere),
});

/** The place of toasts. */
export function Toaster() {
  const Drawn = useSyncExternalStore(watch, () => List);
  return Drawn && <Drawn />;
}

function watch(drawn: () => void): () => void {
  places.add(drawn);
  return () => void places.delete(drawn);
}
