/** To whom a key belongs: to the builder, or to what has the focus. */

/** A field, also one that may only be read: its text is selected and copied as anywhere. */
const fields = 'input, textarea, select, [contenteditable="true"], [role="textbox"]';

const floating = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]:not([data-palette])';

/** Here a letter looks for an entry. */
const searched = '[role="tree"], [role="combobox"], [role="listbox"]:not([data-palette])';

/** Whether the person is typing somewhere. */
export function isTyping(target: EventTarget | null): boolean {
  return isIn(target, fields);
}

/** Whether the keys belong to something that floats above the builder. */
export function isElsewhere(target: EventTarget | null): boolean {
  return isIn(target, floating);
}

/** Whether it is a letter in a tree or on a list of choices: there it is no shortcut, whatever the list makes of it. */
export function isForSearch({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const isLetter = key.length === 1 && /[\p{L}\p{N}]/u.test(key);
  return isLetter && !ctrlKey && !metaKey && !altKey && isIn(target, searched);
}

function isIn(target: EventTarget | null, selector: string): boolean {
  return target instanceof HTMLElement && target.closest(selector) !== null;
}
