/** A small window, or a large zoom; and what makes the keys fit for everybody. */
export const small = {
  open_palette: 'Add nodes',
  open_properties: 'Properties',
  close_properties: 'Close the properties',
};

export const singleLetters = {
  label: 'Single-letter shortcuts',
  hint: 'Letters and signs without Ctrl, ⌘ or Alt. Turn them off if you dictate, or press keys by accident. Remembered by this browser.',
  off: 'off',
};
