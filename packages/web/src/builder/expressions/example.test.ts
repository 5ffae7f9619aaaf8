import { expect, it } from 'vitest';
import { exampleHint } from './example.ts';

it.each([
  ['{{ trigger.data }}', 'e.g. {{ trigger.data }}'],
  ['Refund of {{ trigger.data.total }}?', 'e.g. Refund of {{ trigger.data.total }}?'],
  ['trigger.data.total', 'e.g. trigger.data.total'],
  ["order.status == 'paid'", "e.g. order.status == 'paid'"],
  ['https://api.example.com', 'e.g. https://api.example.com'],
  ['Value', 'Value'],
  ['Type a value. It may have expressions', 'Type a value. It may have expressions'],
])('the hint “%s” is shown as “%s”', (hint, shown) => {
  expect(exampleHint(hint)).toBe(shown);
});
