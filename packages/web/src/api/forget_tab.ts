/** Whatever this product keeps for a browser tab begins so: samples of real data, inputs of tests. */
const prefix = 'millrace.';

type Store = Pick<Storage, 'removeItem' | 'key' | 'length'>;

/** Leaves nothing of the person who signs out to the next one in this tab. */
export function forgetTab(storage: () => Store = () => sessionStorage): void {
  try {
    const store = storage();
    const names = Array.from({ length: store.length }, (_, index) => store.key(index) ?? '');
    for (const name of names) if (name.startsWith(prefix)) store.removeItem(name);
  } catch {
    // A storage that is forbidden keeps nothing.
  }
}
