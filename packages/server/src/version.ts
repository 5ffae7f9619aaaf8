import { readFileSync } from 'node:fs';

/** Of the package `@millrace/server`, and so of the product. */
export const serverVersion: string = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version;
