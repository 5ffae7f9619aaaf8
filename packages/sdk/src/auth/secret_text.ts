import { z } from 'zod';

const most = 20_000;

/** A text that has to be filled in; blanks around it, as they come with copying, are no part of it. */
export function filledText(title: string) {
  return z
    .string(`${title} is missing`)
    .trim()
    .min(1, `${title} is missing`)
    .max(most, `${title} is longer than ${most.toLocaleString('en')} characters`);
}

/** What can be sent in a header: visible Latin characters, in one line. */
export function headerText(title: string) {
  return filledText(title).regex(
    /^[\t\x20-\x7e\x80-\xff]*$/,
    `${title} has a line break or a character that a header cannot carry`,
  );
}
