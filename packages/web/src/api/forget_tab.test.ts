import { expect, test } from 'vitest';
import { forgetTab } from './forget_tab.ts';

function storageOf(names: string[]) {
  const kept = new Set(names);
  return {
    kept,
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept][index] ?? null,
    removeItem: (name: string) => void kept.delete(name),
  };
}

test('what was kept for the tab is forgotten, and what others keep there stays', () => {
  const storage = storageOf(['millrace.samples.1', 'other', 'millrace.test_choice.1', 'millrace.target.x']);
  forgetTab(() => storage);
  expect([...storage.kept]).toEqual(['other']);
});

test('a forbidden storage is no error', () => {
  expect(() =>
    forgetTab(() => {
      throw new Error('SecurityError');
    }),
  ).not.toThrow();
});
