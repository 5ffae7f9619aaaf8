/**
 * Runs the tests of an exported file in this process: no server, no database, no network. What a server would know beside the
 * definition (variables, secrets) is not in the file: secrets are a placeholder, variables what the caller gives.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { loadApps } from '@millrace/apps';
import { type Definition, DefinitionError, parseDefinition, type TestReport } from '@millrace/core';
import { createEngine, type Storage } from '@millrace/engine';
import { StepError } from '@millrace/sdk';
import { ApiError } from '../errors.ts';
import { newId } from '../new_id.ts';
import type { StoredTest } from '../routes/workflow_tests/queries.ts';
import { runTests } from '../routes/workflow_tests/run_tests.ts';
import { readExported } from '../routes/workflows/transfer.ts';
import { createClock } from '../runtime/clock.ts';
import { replaceMarkers } from '../secrets/secret_marker.ts';
import { chooseTests } from './choose_tests.ts';
import { TestMisuse } from './misuse.ts';
import type { Ran, Surroundings } from './run_test_command.ts';
import type { TestRequest } from './test_request.ts';

/** A file has no other limit on how long its tests may take than that of each. */
const times = { run_ms: 15 * 60_000, test_ms: 60_000 };
const PLACEHOLDER_SECRET = 'secret';

export async function runFile(request: TestRequest, { cwd, env }: Surroundings): Promise<Ran> {
  const read = (name: string) => readJson(name, [cwd, env.INIT_CWD ?? cwd]);
  const variables =
    request.variables === null ? {} : recordIn(await read(request.variables), request.variables);
  const file = recordIn(await read(request.target), request.target);
  const { name, definition, tests } = exportedIn(file, request.target);
  const chosen = chooseTests(tests, request.names, request.target);
  const apps = await loadApps();
  const engine = createEngine({
    storage: untouched,
    registry: { action: (node) => apps.action('builtin', node.subtype) },
    clock: createClock(),
    makers: { newId, resumeUrl: () => '' },
    http: {
      request: () => Promise.reject(new StepError('Nothing goes out in a test', { code: 'test_mode' })),
    },
    log: { info: () => {}, warn: () => {} },
  });
  const workflow = { id: newId(), name };
  const results = await runTests(
    definition,
    chosen,
    async (given) => engine.test({ workflow, definition, variables, ...given }),
    times,
  );
  const passed = results.filter((result) => result.passed).length;
  const report: TestReport = { passed, failed: results.length - passed, results };
  return { title: name, report };
}

/** A test writes nothing; if it ever did, it would fail instead of pretending. */
const never = (): Promise<never> => Promise.reject(new Error('A test writes nothing'));
const untouched: Storage = { accept: never, append: never, finish: never, park: never };

async function readJson(name: string, folders: readonly string[]): Promise<unknown> {
  const text = await readFirst(name, [...new Set(folders)]);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new TestMisuse(`${name} is not JSON: ${(error as Error).message}`);
  }
}

async function readFirst(name: string, folders: readonly string[]): Promise<string> {
  let problem: NodeJS.ErrnoException | null = null;
  for (const folder of folders) {
    try {
      return await readFile(path.resolve(folder, name), 'utf8');
    } catch (error) {
      problem = error as NodeJS.ErrnoException;
    }
  }
  if (problem?.code === 'ENOENT')
    throw new TestMisuse(`There is no file ${name}, and it is no workflow id either`);
  throw new TestMisuse(`${name} cannot be read: ${problem?.message ?? 'unknown reason'}`);
}

function recordIn(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new TestMisuse(`${name} holds no object`);
}

function exportedIn(
  file: Record<string, unknown>,
  name: string,
): { name: string; definition: Definition; tests: { id: string; name: string; test: StoredTest }[] } {
  try {
    const { draft, tests } = readExported(file);
    const parsed = parseDefinition(draft.workflow_definition);
    return {
      name: draft.name,
      definition: { ...parsed, nodes: replaceMarkers(parsed.nodes, () => PLACEHOLDER_SECRET) },
      tests: tests.map((test) => ({
        id: test.name,
        name: test.name,
        test: JSON.parse(test.text) as StoredTest,
      })),
    };
  } catch (error) {
    // The stack is at its end: no workflow is nested thousands of levels deep.
    if (error instanceof RangeError) throw new TestMisuse(`${name} is nested too deep to be a workflow`);
    if (!(error instanceof ApiError) && !(error instanceof DefinitionError)) throw error;
    throw new TestMisuse(`${name} is no exported workflow: ${firstFinding(error)}`);
  }
}

function firstFinding(error: ApiError | DefinitionError): string {
  const issues = error instanceof ApiError ? error.details.issues : error.issues;
  const [first] = issues ?? [];
  if (!first) return error.message;
  const more = issues!.length > 1 ? ` (and ${issues!.length - 1} more)` : '';
  return `${first.path === '' ? '' : `${first.path}: `}${first.message}${more}`;
}
