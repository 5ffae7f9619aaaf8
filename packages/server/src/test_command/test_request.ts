/** What `millrace test` was asked for. */
import { TestMisuse } from './misuse.ts';

export interface TestRequest {
  /** A file, or the id of a workflow on a server. */
  target: string;
  /** Only the tests with these names; empty: all of them. */
  names: string[];
  json: boolean;
  /** Values of variables, for a file: it carries none. */
  variables: string | null;
  url: string | null;
  key: string | null;
}

export const testOptions = {
  test: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  url: { type: 'string' },
  key: { type: 'string' },
  variables: { type: 'string' },
} as const;

interface Given {
  test?: string[] | undefined;
  json?: boolean | undefined;
  url?: string | undefined;
  key?: string | undefined;
  variables?: string | undefined;
}

/** @throws TestMisuse */
export function testRequestOf(operands: readonly string[], given: Given): TestRequest {
  const [target, more] = operands;
  if (target === undefined || more !== undefined)
    throw new TestMisuse(
      'test takes one file or one workflow id, as in: npm start -- test orders.json. See npm start -- --help',
    );
  return {
    target,
    names: given.test ?? [],
    json: given.json ?? false,
    variables: given.variables ?? null,
    url: given.url ?? null,
    key: given.key ?? null,
  };
}
