/**
 * Takes the schemas out of the first load. `src/api/contract.ts` names what pages need of the contract at once; in a build its
 * place is taken by those values alone, with of each route its method and path. They are read from the core itself.
 */
import type { Plugin } from 'vite';

const contract = /[\\/]web[\\/]src[\\/]api[\\/]contract\.ts$/;
const named = /export \{([^}]*)\} from '@millrace\/core';/;

/** Only for the build: without it the page works all the same, with all that the core has. */
export function lightContract(): Plugin {
  return {
    name: 'millrace:light-contract',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: contract },
      handler: async (code) => lightForm(code, await import('@millrace/core')),
    },
  };
}

/** The module with the named values of `core`, written out. */
export function lightForm(code: string, core: object): string {
  const names = named.exec(code)?.[1]?.match(/\w+/g);
  if (!names) throw new Error('The contract of the first load names nothing of the core');
  const values = new Map(Object.entries(core));
  return names.map((name) => `export const ${name} = ${written(name, values.get(name))};`).join('\n');
}

function written(name: string, value: unknown): string {
  const plain = name.endsWith('Routes') && isRecord(value) ? methodsAndPaths(value) : value;
  const text = JSON.stringify(plain);
  // What JSON cannot hold, such as a schema, would come out as something else.
  if (!isPlain(plain) || text === undefined) throw new Error(`${name} of the contract is not plain data`);
  return text;
}

function methodsAndPaths(routes: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(routes).map(([name, route]) => {
    if (!isRecord(route)) throw new Error(`${name} is not a route`);
    return [name, { method: route.method, path: route.path }];
  });
  return Object.fromEntries(entries);
}

function isPlain(value: unknown): boolean {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (Array.isArray(value)) return value.every(isPlain);
  return isRecord(value) && Object.values(value).every(isPlain);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
