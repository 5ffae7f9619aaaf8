import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../setup/paths.mjs';
import { importsBelow, importsOf } from './imports.ts';

/** Who may import whom: docs/architecture.md. */
const ARROWS: Record<string, string[]> = {
  core: [],
  sdk: ['core'],
  apps: ['sdk', 'core'],
  engine: ['core', 'sdk'],
  server: ['apps', 'core', 'engine', 'sdk'],
  web: ['core'],
};
const PACKAGES = Object.keys(ARROWS);

const isTestCode = (file: string) => /\.test\.tsx?$|\/testing\/|^e2e\/|^bench\/|^chaos\//.test(file);
/** How Node runs the product: what measures it runs it in the same way. */
const NODE_FLAGS = 'scripts/setup/node_flags.mjs';
/** What is open beside the index of a package, and to whom. */
const DOORS: Record<string, (file: string) => boolean> = {
  testing: isTestCode,
  embedded: (file) => /^(bench|chaos)\//.test(file),
};

test.each(PACKAGES)('package %s imports only those that its arrows point to', async (name) => {
  const wrong = (await importsBelow(`packages/${name}/src`)).filter(({ specifier }) => {
    const other = /^@millrace\/([^/]+)/.exec(specifier)?.[1];
    return other !== undefined && other !== name && !ARROWS[name]?.includes(other);
  });
  expect(wrong).toEqual([]);
});

test.each([...PACKAGES.map((name) => `packages/${name}`), 'e2e', 'bench', 'chaos'])(
  '%s reads no other package but by its door',
  async (dir) => {
    const imports = await importsBelow(dir);
    const wrong = imports.filter(({ file, specifier }) => {
      if (specifier.startsWith('.')) {
        const target = path.join(path.dirname(file), specifier);
        return !target.startsWith(`${dir}/`) && target !== NODE_FLAGS;
      }
      if (!specifier.startsWith('@millrace/')) return false;
      const [, , door] = specifier.split('/');
      return door !== undefined && !DOORS[door]?.(file);
    });
    expect(wrong).toEqual([]);
  },
);

/** One dialer for everything that goes out: docs/security.md. */
const NETWORK = /^(undici|node-fetch|axios|got|(node:)?(net|tls|http|https|http2|dns|dgram)(\/.*)?)$/;

test.each(['sdk', 'apps', 'engine', 'server'])(
  'package %s reaches the network through outbound/ only',
  async (name) => {
    const imports = await importsBelow(`packages/${name}/src`);
    const wrong = imports.filter(
      ({ file, specifier, type_only }) =>
        NETWORK.test(specifier) &&
        !type_only &&
        !file.startsWith('packages/server/src/outbound/') &&
        !isTestCode(file),
    );
    expect(wrong).toEqual([]);
  },
);

test.each(['core', 'sdk', 'apps', 'engine', 'server'])(
  'package %s never calls the global fetch',
  async (name) => {
    await expect(
      callsOf(`packages/${name}/src`, /(?<![.\w])(?:globalThis\.)?fetch\(|new WebSocket\(|new EventSource\(/),
    ).resolves.toEqual([]);
  },
);

test('no source evaluates text as code', async () => {
  const evaluation = /(?<![.\w])eval\(|new Function\(|from 'node:vm'|require\('vm'\)/;
  const found = await Promise.all(PACKAGES.map((name) => callsOf(`packages/${name}/src`, evaluation)));
  expect(found.flat()).toEqual([]);
});

test('the list of imports sees every form of one', () => {
  const source = `
    import a from 'a';
    import type { B } from "b";
    import { c, type D } from '../c.ts';
    import 'e';
    export * from 'f';
    // import 'commented';
    const g = await import('g'); const h = require('h');
    import {
      i,
    } from 'i';`;
  const found = importsOf('x.ts', source).map(
    ({ specifier, type_only }) => `${specifier}${type_only ? ' (type)' : ''}`,
  );
  expect(found).toEqual(['a', 'b (type)', '../c.ts', 'e', 'f', 'g', 'h', 'i']);
});

async function callsOf(dir: string, pattern: RegExp): Promise<string[]> {
  const files = new Set((await importsBelow(dir)).map(({ file }) => file));
  return [...files].filter((file) => {
    if (isTestCode(file)) return false;
    const code = readFileSync(path.join(root, file), 'utf8').replaceAll(/^\s*(?:\/\/|\*|\/\*).*$/gm, '');
    return pattern.test(
      code.replaceAll(/(['"`])(?:(?!\1)[^\\\n]|\\.)*\1/g, (text) =>
        text.startsWith("'node:") ? text : "''",
      ),
    );
  });
}
