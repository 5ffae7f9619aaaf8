/** Whether the last thing that somebody used was the keyboard: a field matches `:focus-visible` with the pointer too. */
let keys = false;

if (typeof document !== 'undefined') {
  const hear = (type: 'keydown' | 'pointerdown', by: boolean) =>
    document.addEventListener(
      type,
      () => {
        keys = by;
      },
      true,
    );
  hear('keydown', true);
  hear('pointerdown', false);
}

/** Whether what happens now was asked for with the keyboard. */
export function isByKeyboard(): boolean {
  return keys;
}
