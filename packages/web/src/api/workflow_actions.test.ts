import { expect, test } from 'vitest';
import { allows } from './session.ts';
import { fileName } from './workflow_actions.ts';

test.each([
  ['Order → CRM', 'order-crm'],
  ['Über Größe', 'über-größe'],
  ['../../etc/passwd', 'etc-passwd'],
  ['日本語', '日本語'],
  ['→ ?!', 'workflow'],
  ['x'.repeat(200), 'x'.repeat(80)],
])('%s is exported as %s.json', (name, file) => {
  expect(fileName(name)).toBe(file);
});

test('a role may do what needs a lesser one, and nothing above it', () => {
  expect(allows('owner', 'admin')).toBe(true);
  expect(allows('editor', 'editor')).toBe(true);
  expect(allows('viewer', 'editor')).toBe(false);
  expect(allows('admin', 'owner')).toBe(false);
});
