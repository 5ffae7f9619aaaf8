import { createInterface, type Interface } from 'node:readline/promises';
import type { Readable } from 'node:stream';
import { Writable } from 'node:stream';
import { CommandError } from './command_error.ts';

interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

const MOST_BYTES = 4_096;

/**
 * A secret from standard input: asked for twice and not shown on a terminal, else its first line.
 * @throws CommandError when the two differ, or nothing came.
 */
export async function readSecret(
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<string> {
  if (!input.isTTY) return firstLine(input);
  // What readline would echo goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: nowhere, terminal: true });
  try {
    const first = await ask(lines, question, output);
    if (first !== (await ask(lines, 'Once more: ', output)))
      throw new CommandError('The two are not the same. Nothing was changed.');
    return first;
  } finally {
    lines.close();
  }
}

async function ask(lines: Interface, question: string, output: Writable): Promise<string> {
  const given_up = new AbortController();
  const stop = () => given_up.abort();
  lines.once('SIGINT', stop).once('close', stop);
  try {
    // Before the question is shown: what is typed at once belongs to it.
    const answer = lines.question('', { signal: given_up.signal });
    output.write(question);
    return await answer;
  } catch (cause) {
    throw given_up.signal.aborted ? new CommandError('Nothing was changed.') : cause;
  } finally {
    lines.off('SIGINT', stop).off('close', stop);
    output.write('\n');
  }
}

async function firstLine(input: Readable): Promise<string> {
  let text = '';
  for await (const chunk of input) {
    text += String(chunk);
    if (text.includes('\n') || text.length > MOST_BYTES) break;
  }
  const [line = ''] = text.split(/\r?\n/, 1);
  if (line === '') throw new CommandError('Nothing came on standard input. Nothing was changed.');
  return line;
}
