import './no_eval.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';

test('zod makes no code of text, whenever it is loaded after this', () => {
  expect(z.config()).toMatchObject({ jitless: true });
});
