import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as core from '@millrace/core';
import { expect, test } from 'vitest';
import { lightForm } from '../../build/light_contract.ts';

const src = fileURLToPath(new URL('..', import.meta.url));
const contract = readFileSync(path.join(src, 'api/contract.ts'), 'utf8');

test('a build holds the routes and words of the contract, without a schema', async () => {
  const light = lightForm(contract, core);
  const module = await import(`data:text/javascript,${encodeURIComponent(light)}`);
  const { method, path: address } = core.workflowRoutes.update;
  expect(module.workflowRoutes.update).toEqual({ method, path: address });
  expect(Object.keys(module.organizationRoutes)).toEqual(Object.keys(core.organizationRoutes));
  expect(module.personHeader).toBe(core.personHeader);
  expect(module.executionStatuses).toEqual(core.executionStatuses);
});

test.each([
  ["export { workflowSchema } from '@millrace/core';", 'workflowSchema of the contract is not plain data'],
  ["export { gone } from '@millrace/core';", 'gone of the contract is not plain data'],
  ['export const personHeader = 1;', 'names nothing of the core'],
])('a build of %j fails', (code, message) => expect(() => lightForm(code, core)).toThrow(message));

test('who takes a route from here wants no schema of it', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  const light = files
    .map((file) => ({ file, text: readFileSync(path.join(src, file), 'utf8') }))
    .filter(({ text }) => /from '[./]+(?:api\/)?contract\.ts'/.test(text));
  expect(light.map(({ file }) => file)).toContain(path.join('api', 'queries.ts'));
  const runtime = (text: string) => text.replace(/\btypeof \w+Routes\.\w+/g, '');
  const wanting = light.filter(({ text }) => /Routes\.\w+\.(?!method\b|path\b)\w+/.test(runtime(text)));
  expect(wanting.map(({ file }) => file)).toEqual([]);
});
