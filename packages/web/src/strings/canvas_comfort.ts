/** What the canvas says while one replaces the trigger, selects, and finds the keys. */

export const triggers = {
  replaced: (old: string, now: string) => `Replaced ${old} by ${now}`,
  replaces: (label: string) => `takes the place of “${label}”`,
  same: (label: string) => `This workflow starts with a ${label} already`,
  one: 'A workflow has one trigger.',
};

/** Said once, when the first card is reached with the keyboard. */
export const cardKeys = {
  move: 'move it',
  walk: 'go along its connections',
  open: 'opens it',
  all: 'all keys',
  said: (readOnly: boolean) =>
    [
      !readOnly && 'Arrow keys move the node.',
      'Alt with the left and right arrow keys goes along its connections.',
      'Enter opens its properties, Shift F10 its menu.',
      'The question mark shows all keys.',
    ]
      .filter(Boolean)
      .join(' '),
};
