import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { functionReference } from './functions.ts';
import { routeReference } from './routes.ts';
import { withSection } from './section.ts';

/** After a change of a function or a route: `npm run docs` writes the pages anew. */
test.each([
  ['expressions.md', 'functions', functionReference()],
  ['api.md', 'routes', routeReference()],
])('docs/%s shows the %s as they are now (npm run docs)', async (file, name, content) => {
  const page = readFileSync(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8');
  await expect(withSection(page, name, content)).toMatchFileSnapshot(`../../../../docs/${file}`);
});
