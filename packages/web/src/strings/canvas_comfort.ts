/** What the canvas says while one replaces the trigger, selects, and finds the keys. */

export const triggers = {
  replaced: (old: string, now: string) => `Replaced ${old} by ${now}`,
  replaces: (label: string) => `takes the place of “${label}”`,
  same: (label: string) => `This workflow starts with a ${label} already`,
  one: 'A workflow has one trigger.',
};
