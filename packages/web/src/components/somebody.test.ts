import { expect, it } from 'vitest';
import { signs, watchForSomebody } from './somebody.ts';

function watched() {
  const page = new EventTarget();
  const somebody = watchForSomebody(page);
  const begun: string[] = [];
  const want = (name: string) => somebody.whenThere(() => begun.push(name));
  return { begun, want, sign: (name: string) => page.dispatchEvent(new Event(name)) };
}

it.each(signs)('somebody is there at the first %s, and is noticed once', (name) => {
  const { begun, want, sign } = watched();
  want('parts');
  sign('visibilitychange');
  sign('focusin');
  expect(begun).toEqual([]);
  sign(name);
  for (const other of signs) sign(other);
  expect(begun).toEqual(['parts']);
});

it('who came from another page of the product is there from the beginning', () => {
  const { begun, want, sign } = watched();
  sign('pointermove');
  want('parts');
  expect(begun).toEqual(['parts']);
});

it('who no longer wants to know is not told', () => {
  const { begun, want, sign } = watched();
  want('parts')();
  sign('pointermove');
  expect(begun).toEqual([]);
});
