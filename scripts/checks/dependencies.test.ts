import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../setup/paths.mjs';

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}
interface LockEntry extends Manifest {
  version?: string;
  resolved?: string;
  link?: boolean;
}

const json = <T>(file: string): T => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
const lock = json<{ packages: Record<string, LockEntry> }>('package-lock.json').packages;
const nameOf = (place: string) => place.split('node_modules/').at(-1) ?? '';

/** Packages whose design was broken again and again, or that reach around our guards: docs/security.md. */
const BANNED = [
  'vm2',
  '@nyariv/sandboxjs',
  'expr-eval',
  'jsonpath',
  'jsonpath-plus',
  'jsonata',
  'static-eval',
  'safe-eval',
  'alasql',
  'ip',
  'private-ip',
  'ssrfcheck',
  'libxmljs2',
  'request',
];

test.each(BANNED)('%s is not installed, not even by others', (name) => {
  expect(Object.keys(lock).filter((place) => nameOf(place) === name)).toEqual([]);
});

const manifests = ['package.json', 'e2e/package.json', 'bench/package.json'].concat(
  readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/package.json`),
);

test.each(manifests)('%s pins every dependency exactly', (file) => {
  const { dependencies, devDependencies, optionalDependencies } = json<Manifest>(file);
  const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the lock file installs on every platform: no optional package of another one is left out', () => {
  const missing = Object.entries(lock).flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {}).filter((name) => !isLocked(place, name)),
  );
  expect(missing).toEqual([]);
});

test('the lock file names no registry but the public one', () => {
  const hosts = Object.values(lock).flatMap(({ resolved }) =>
    resolved?.startsWith('http') ? [new URL(resolved).host] : [],
  );
  expect(hosts.filter((host) => host !== 'registry.npmjs.org')).toEqual([]);
});

/** As Node looks for it: in the node_modules of the package, then of each directory above. */
function isLocked(place: string, name: string): boolean {
  for (
    let dir = place;
    ;
    dir = dir.includes('/node_modules/') ? dir.slice(0, dir.lastIndexOf('/node_modules/')) : ''
  ) {
    if (lock[`${dir ? `${dir}/` : ''}node_modules/${name}`]) return true;
    if (!dir) return false;
  }
}
