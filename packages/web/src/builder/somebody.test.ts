import { expect, it } from 'vitest';
import { signs, whenSomebodyIsThere } from './somebody.ts';

function watched(wasThere = false) {
  const page = new EventTarget();
  const begun: string[] = [];
  const leave = whenSomebodyIsThere(() => begun.push('begun'), page, wasThere);
  return { begun, leave, sign: (name: string) => page.dispatchEvent(new Event(name)) };
}

it.each(signs)('somebody is there at the first %s, and is noticed once', (name) => {
  const { begun, sign } = watched();
  sign('visibilitychange');
  expect(begun).toEqual([]);
  sign(name);
  for (const other of signs) sign(other);
  expect(begun).toEqual(['begun']);
});

it('who came from another page of the product is there from the beginning', () => {
  const { begun, sign } = watched(true);
  expect(begun).toEqual(['begun']);
  sign('keydown');
  expect(begun).toEqual(['begun']);
});

it('who no longer wants to know is not told', () => {
  const { begun, leave, sign } = watched();
  leave();
  sign('pointermove');
  expect(begun).toEqual([]);
});
