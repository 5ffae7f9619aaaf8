import { TestMisuse } from './misuse.ts';

/** The tests with the given names, without regard to case; all of them where none is given. @throws TestMisuse */
export function chooseTests<T extends { name: string }>(
  tests: readonly T[],
  names: readonly string[],
  where: string,
): T[] {
  if (tests.length === 0)
    throw new TestMisuse(`${where} has no tests. Save one in the editor: Test, then Save as Test`);
  for (const name of names) {
    if (tests.some((test) => same(test.name, name))) continue;
    const known = tests.map((test) => `"${test.name}"`).slice(0, 10);
    throw new TestMisuse(`${where} has no test "${name}". It has ${known.join(', ')}`);
  }
  return names.length === 0
    ? [...tests]
    : tests.filter((test) => names.some((name) => same(test.name, name)));
}

function same(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
