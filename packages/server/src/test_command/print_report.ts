/** A report of tests for the terminal: what passed in a line, what failed with what was expected and what came. Pure. */
import type { TestFailure, TestOutcome, TestReport } from '@millrace/core';
import { safe } from './safe_text.ts';

export interface Colours {
  good(text: string): string;
  bad(text: string): string;
  faint(text: string): string;
  bold(text: string): string;
}

const code = (on: number, off: number) => (text: string) => `\u001b[${on}m${text}\u001b[${off}m`;
export const colours: Colours = {
  good: code(32, 39),
  bad: code(31, 39),
  faint: code(2, 22),
  bold: code(1, 22),
};
const plain = (text: string) => text;
export const noColours: Colours = { good: plain, bad: plain, faint: plain, bold: plain };

/** Values longer than this are cut: a report is read, not parsed (`--json` has them whole). */
const longestValue = 300;
const mostDifferences = 10;
const mostFailures = 20;

export function printReport(title: string, report: TestReport, to: Colours): string {
  const lines = [
    to.bold(safe(title)),
    ...report.results.flatMap((outcome) => outcomeLines(outcome, to)),
    '',
    summary(report, to),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function summary({ passed, failed }: TestReport, to: Colours): string {
  const count = passed + failed;
  const tests = `${count} ${count === 1 ? 'test' : 'tests'}`;
  if (failed === 0) return to.good(`${tests}, all passed`);
  return `${tests}: ${to.good(`${passed} passed`)}, ${to.bad(`${failed} failed`)}`;
}

function outcomeLines({ name, passed, duration_ms, failures }: TestOutcome, to: Colours): string[] {
  const mark = passed ? to.good('✓') : to.bad('✗');
  const shown = failures.slice(0, mostFailures);
  const left = failures.length - shown.length;
  return [
    `  ${mark} ${safe(name)} ${to.faint(`${duration_ms} ms`)}`,
    ...shown.flatMap((failure) => failureLines(failure, to)),
    ...(left > 0 ? [to.faint(`      and ${left} more`)] : []),
  ];
}

function failureLines(failure: TestFailure, to: Colours): string[] {
  const lines = [`      ${to.bad(safe(failure.message))}`];
  const { differences } = failure;
  if (differences && differences.length > 0) {
    for (const { path, expected, actual } of differences.slice(0, mostDifferences))
      lines.push(`        ${to.bold(safe(path))}`, ...compared(expected, actual, to, '          '));
    const left = differences.length - mostDifferences;
    if (left > 0) lines.push(to.faint(`        and ${left} more differences`));
  } else if ('expected' in failure || 'actual' in failure)
    lines.push(...compared(failure.expected, failure.actual, to, '        '));
  return lines;
}

function compared(expected: unknown, actual: unknown, to: Colours, indent: string): string[] {
  return [
    `${indent}${to.faint('expected')} ${to.good(valueText(expected))}`,
    `${indent}${to.faint('actual  ')} ${to.bad(valueText(actual))}`,
  ];
}

function valueText(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = safe(JSON.stringify(value));
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
