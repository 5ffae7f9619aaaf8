/** `millrace test`: runs saved tests of a file here, or of a workflow on a server, and says how they ended. For people and CI. */
import type { TestReport } from '@millrace/core';
import { runFile } from './local.ts';
import { TestMisuse } from './misuse.ts';
import { type Colours, colours, noColours, printReport } from './print_report.ts';
import { runOnServer } from './remote.ts';
import type { TestRequest } from './test_request.ts';

export interface Surroundings {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  out: { write(text: string): unknown; isTTY?: boolean };
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The exit code: 0 when all passed, 1 when one failed. @throws TestMisuse when nothing could be run */
export async function runTestCommand(request: TestRequest, around: Surroundings): Promise<number> {
  const isId = uuid.test(request.target);
  if (!isId && (request.url !== null || request.key !== null))
    throw new TestMisuse('--url and --key belong to a workflow on a server, and a file is tested here');
  if (isId && request.variables !== null)
    throw new TestMisuse('--variables belongs to a file; a server has its own');
  const { title, report } = isId ? await runOnServer(request, around) : await runFile(request, around);
  around.out.write(
    request.json ? `${JSON.stringify(report, null, 2)}\n` : printReport(title, report, coloursFor(around)),
  );
  return report.failed === 0 ? 0 : 1;
}

export interface Ran {
  /** What the tests belong to. */
  title: string;
  report: TestReport;
}

/** Colours are for terminals, and for whoever did not say otherwise (no-color.org). */
function coloursFor({ env, out }: Surroundings): Colours {
  const wanted = out.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb';
  return wanted ? colours : noColours;
}
