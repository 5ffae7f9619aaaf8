import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestReport, Workflow, WorkflowTest } from '@millrace/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readArguments } from '../cli.ts';
import { describeStartProblem } from '../processes/start_problem.ts';
import { type Client, startTestServer, type TestServer } from '../testing/server.ts';
import { colours, noColours, printReport } from './print_report.ts';
import { runTestCommand } from './run_test_command.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'millrace-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  code: number;
  out: string;
  err: string;
}

/** The command without a process of its own, of which each takes a second. */
async function millrace(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  let out = '';
  const around = { env, cwd: folder, out: { write: (text: string) => (out += text) } };
  try {
    const command = readArguments(['test', ...args]);
    if (!('test' in command)) throw new Error('It was not taken for a run of tests');
    return { code: await runTestCommand(command.test, around), out, err: '' };
  } catch (error) {
    const { text, exit_code } = describeStartProblem(error);
    return { code: exit_code, out, err: text };
  }
}

/** The real command, as somebody calls it. */
function realMillrace(args: string[], env: Record<string, string> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { cwd: folder, env: { PATH: process.env.PATH, ...env } };
    execFile(process.execPath, [main, 'test', ...args], options, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    );
  });
}

async function file(name: string, content: unknown): Promise<string> {
  await writeFile(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

const definition = (factor: number) => ({
  nodes: [
    { id: 't', type: 'trigger', subtype: 'manual', key: 'start', config: {} },
    {
      id: 'd',
      type: 'action',
      subtype: 'data_transform',
      key: 'double',
      config: { transform_type: 'custom', expression: `{ total: trigger.data.total * ${factor} }` },
    },
    {
      id: 's',
      type: 'action',
      subtype: 'http_request',
      key: 'send',
      config: {
        method: 'POST',
        url: 'https://shop.example.com/{{ variables.shop }}',
        body: '{{ double }}',
        auth: 'bearer',
        token: { $secret: 'set' },
      },
    },
  ],
  edges: [
    { id: 'e1', source: 't', target: 'd' },
    { id: 'e2', source: 'd', target: 's' },
  ],
});

const large = {
  name: 'Large order',
  input: { total: 21 },
  expectations: [
    { on: 'status', equals: 'success' },
    { on: 'call', step: 'send', count: 1, path: 'body', op: 'equals', value: { total: 42 } },
  ],
};
const small = {
  ...large,
  name: 'Small order',
  input: { total: 1 },
  expectations: large.expectations.slice(0, 1),
};
const exported = (factor: number, tests: unknown = [large, small]) => ({
  format: 'millrace.workflow',
  format_version: 1,
  name: 'Orders',
  workflow_definition: definition(factor),
  tests,
});

test.each<[number, () => Promise<string>]>([
  [0, () => file('real.json', exported(2))],
  [1, () => file('real_broken.json', exported(3))],
  [2, async () => 'nowhere.json'],
])(
  'the process ends with %i, says what is wrong where one looks for it, and leaves nothing running',
  async (code, name) => {
    const ran = await realMillrace([await name()]);
    expect(ran.code).toBe(code);
    expect(ran.out === '').toBe(code === 2);
    expect(ran.err.trim()).toBe(
      code === 2 ? 'There is no file nowhere.json, and it is no workflow id either' : '',
    );
  },
);

describe('a file', () => {
  test('whose tests pass ends with 0 and a summary, without colours where nobody looks', async () => {
    const { code, out, err } = await millrace([await file('good.json', exported(2))]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Orders\n {2}✓ Large order \d+ ms\n {2}✓ Small order \d+ ms\n\n2 tests, all passed\n$/,
    );
  });

  test('one of whose tests fails ends with 1 and says what is different', async () => {
    const { code, out } = await millrace([await file('broken.json', exported(3))]);
    expect(code).toBe(1);
    expect(out).toContain('What step "send" was called with at body is not what is expected');
    expect(out).toMatch(/ {8}total\n {10}expected 42\n {10}actual {3}63\n/);
    expect(out).toContain('2 tests: 1 passed, 1 failed');
  });

  test('is tested in part by name, and told as JSON', async () => {
    const { code, out } = await millrace([
      await file('part.json', exported(3)),
      '--test',
      'small ORDER',
      '--json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ passed: 1, failed: 0, results: [{ name: 'Small order' }] });
  });

  test('has the variables that it is given', async () => {
    const expectations = [
      { on: 'call', step: 'send', path: 'url', op: 'equals', value: 'https://shop.example.com/eu' },
    ];
    const name = await file('variables.json', exported(2, [{ ...large, expectations }]));
    expect((await millrace([name])).code).toBe(1);
    const given = ['--variables', await file('values.json', { shop: 'eu' })];
    expect((await millrace([name, ...given])).code).toBe(0);
  });
});

describe('what cannot be run ends with 2 and one sentence', () => {
  test('a file that is nested deeper than anything can be read', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const tests = `[{"name":"a","input":${deep}}]`;
    const text = `{"name":"Deep","workflow_definition":{"nodes":[],"edges":[]},"tests":${tests}}`;
    expect(await millrace([await file('deep.json', text)])).toMatchObject({
      code: 2,
      err: 'deep.json is no exported workflow: tests[0].input: is nested more than 64 levels deep; leave out what no step reads from so deep',
    });
    const drawn = `{"name":"Deep","workflow_definition":{"nodes":[${deep}],"edges":[]}}`;
    expect(await millrace([await file('drawn.json', drawn)])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/^drawn\.json is /),
    });
  });

  const missing = { name: 'x', workflow_definition: { nodes: [], edges: [] } };
  test.each<[string, () => Promise<string[]>, RegExp]>([
    ['nothing', async () => [], /takes one file or one workflow id/],
    ['two files', async () => ['a.json', 'b.json'], /takes one file/],
    ['no such file', async () => ['nowhere.json'], /no file nowhere\.json/],
    ['a folder', async () => ['.'], /cannot be read/],
    ['no JSON', async () => [await file('a.json', '{"name":')], /is not JSON/],
    ['a list', async () => [await file('b.json', [])], /holds no object/],
    ['no workflow', async () => [await file('c.json', { name: 5 })], /is no exported workflow: name/],
    [
      'a broken definition',
      async () => [await file('d.json', { ...missing, workflow_definition: { nodes: 5 } })],
      /nodes/,
    ],
    [
      'a broken test',
      async () => [await file('e.json', exported(2, [{ name: 'x', expectations: 5 }]))],
      /tests\[0\]\.expectations/,
    ],
    ['no tests', async () => [await file('f.json', missing)], /has no tests/],
    [
      'no such test',
      async () => [await file('g.json', exported(2)), '--test', 'Nope'],
      /no test "Nope".*"Large order"/,
    ],
    ['an unknown option', async () => ['a.json', '--wrokers'], /Unknown option '--wrokers'/],
    ['an option of a start', async () => ['a.json', '--role', 'api'], /belong to a start/],
    ['a key for a file', async () => ['a.json', '--key', 'k'], /belong to a workflow on a server/],
    ['an id without a key', async () => ['01a1f88e-87b8-75ec-9e97-2eeaadd6acc4'], /needs an API key/],
    [
      'a server that is not there',
      async () => ['01a1f88e-87b8-75ec-9e97-2eeaadd6acc4', '--key', 'k', '--url', 'http://127.0.0.1:1'],
      /does not answer/,
    ],
    [
      'an address that is none',
      async () => ['01a1f88e-87b8-75ec-9e97-2eeaadd6acc4', '--key', 'k', '--url', 'ftp://x'],
      /is no address of a server/,
    ],
  ])('%s', async (_name, args, words) => {
    const { code, out, err } = await millrace(await args());
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(words);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});

describe('a workflow on a server', () => {
  let server: TestServer;
  let editor: Client;
  let env: Record<string, string>;
  let id: string;
  beforeAll(async () => {
    server = await startTestServer();
    const { key } = await server.apiKey((await server.organization()).id, 'editor');
    editor = server.client(key);
    env = { MILLRACE_URL: server.url, MILLRACE_API_KEY: key };
    const created = await editor.post<Workflow>('/api/integrations/workflows/import', exported(2));
    expect(created.status, created.text).toBe(201);
    id = created.body.id;
  });
  afterAll(() => server?.stop());

  test('is tested there, and the server knows how it ended', async () => {
    const { code, out, err } = await millrace([id], env);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('2 tests, all passed');
    const { data } = (await editor.get<{ data: WorkflowTest[] }>(`/api/integrations/workflows/${id}/tests`))
      .body;
    expect(data.map(({ last_result }) => last_result?.passed)).toEqual([true, true]);
  });

  test('fails with 1 after a change', async () => {
    await editor.put(`/api/integrations/workflows/${id}`, { workflow_definition: definition(3) });
    const { code, out } = await millrace([id.toUpperCase(), '--test', 'Large order'], env);
    expect(code).toBe(1);
    expect(out).toContain('1 test: 0 passed, 1 failed');
  });

  test('that is not there, or a key that is wrong, is 2', async () => {
    const gone = await millrace(['01a1f88e-87b8-75ec-9e97-2eeaadd6acc4'], env);
    expect([gone.code, gone.err]).toEqual([
      2,
      expect.stringContaining('answered 404: There is no such workflow'),
    ]);
    const wrong = await millrace([id, '--key', 'mr_wrong'], env);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('answered 401')]);
  });
});

describe('the printed report', () => {
  const report: TestReport = {
    passed: 0,
    failed: 1,
    results: [
      {
        test_id: 'x',
        name: 'Evil\u001b[2Jname',
        passed: false,
        duration_ms: 3,
        result: null,
        failures: [
          { message: 'It differs', expected: 'a\nb', actual: 'x'.repeat(1_000), step: null, expectation: 0 },
        ],
      },
    ],
  };

  test('cuts long values, and no name steers the terminal', () => {
    const text = printReport('Title', report, noColours);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('expected "a\\nb"');
    expect(text).toContain('… (1002 characters)');
  });

  test('nor does the name of the workflow, or of a test that a mistake quotes', async () => {
    expect(
      printReport('Evil\u001b]0;x\u0007\u202ename', { passed: 0, failed: 0, results: [] }, noColours),
    ).toMatch(/^Evil ]0;x {2}name\n/);
    const name = await file('names.json', { ...exported(2), tests: [{ name: 'A\u001b[2JB' }] });
    const { err } = await millrace([name, '--test', 'other']);
    expect(err).toContain('invisible character (U+001B) after "A"');
    expect(err).not.toContain('\u001b');
  });

  test('is coloured for a terminal', () => {
    expect(printReport('Title', report, colours)).toContain('\u001b[31m✗\u001b[39m');
  });
});
