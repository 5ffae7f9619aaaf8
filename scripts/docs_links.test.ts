import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { root } from './setup/paths.mjs';

const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })].sort();
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const withoutCode = (text: string) => text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');

/** As GitHub makes them of headings. */
function anchorsOf(file: string): Set<string> {
  const headings = [
    ...read(file)
      .replace(/^```[\s\S]*?^```/gm, '')
      .matchAll(/^#+ (.+)$/gm),
  ];
  return new Set(
    headings.map(([, text]) =>
      text!
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/ /g, '-'),
    ),
  );
}

/** Pictures that `npm run screenshots` takes need not be there yet; what takes them names them. */
const shots = globSync('e2e/screenshots/*.ts', { cwd: root }).map(read).join('\n');
const isTaken = (file: string) => {
  const name = /^docs\/images\/(\w+)_(light|dark)\.png$/.exec(file)?.[1];
  return name !== undefined && new RegExp(`['"]${name}['"]`).test(shots);
};

const links = pages.flatMap((page) =>
  [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => [page, target] as const),
);

test.each(links)('%s: %s leads somewhere', (page, target) => {
  const [file = '', anchor] = target.split('#');
  const place = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
  expect(existsSync(path.join(root, place)) || isTaken(place), place).toBe(true);
  if (anchor !== undefined) expect([...anchorsOf(place)]).toContain(anchor);
});

test('every page is reached from the README', () => {
  const reached = new Set(
    links.filter(([page]) => page === 'README.md').map(([, target]) => target.split('#')[0]),
  );
  expect(pages.filter((page) => page !== 'README.md' && !reached.has(page))).toEqual([]);
});

const packages = 'core|sdk|apps|engine|server|web';
/** As the pages name files: from the root, from `packages/`, or of the parts of the server that engine.md is about. */
const places: readonly (readonly [RegExp, string])[] = [
  [/^(?:packages|scripts|e2e|docs)\//, ''],
  [new RegExp(`^(?:${packages})/src/`), 'packages/'],
  [/^(?:runtime|storage|triggers|routes|db)\//, 'packages/server/src/'],
];
const named = pages.flatMap((page) =>
  [...read(page).matchAll(/`([\w./-]+)`/g)].flatMap(([, file]) => {
    const place = places.find(([pattern]) => pattern.test(file!));
    return place ? [[page, `${place[1]}${file}`] as const] : [];
  }),
);

test.each(named)('%s names %s, which is there', (_page, file) => {
  expect(existsSync(path.join(root, file))).toBe(true);
});

/** `[file](../path/to/file.ts) “name of a test in it”`: a promise, and what holds it. */
const promises = pages.flatMap((page) =>
  [...read(page).matchAll(/\]\(([^)\s]+\.ts)\) “([^”]+)”/g)].map(
    ([, file, name]) => [path.posix.join(path.posix.dirname(page), file!), name!] as const,
  ),
);

test('engine.md names the tests that hold its promises', () => {
  expect(promises.length).toBeGreaterThan(50);
});

test.each(promises)('%s has what a page names: %s', (file, name) => {
  // Not toContain: it would print the whole file.
  expect(read(file).replaceAll("\\'", "'").includes(name)).toBe(true);
});
