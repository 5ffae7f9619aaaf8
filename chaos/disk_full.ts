/** A disk that is full: the data directory on a small memory file system, where root may make one. */
import { execFile } from 'node:child_process';
import { mkdir, open, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Calls, callAll } from './callers.ts';
import { sleep } from './faults.ts';
import { allExecutions, unfinished } from './history.ts';
import { Installation } from './installation.ts';
import { deploy, signUp } from './owner.ts';
import { judge, type Verdict } from './promises.ts';
import { startRecorder } from './recorder.ts';
import { called, shapes } from './workflows.ts';

const run = promisify(execFile);
const dir = '/tmp/millrace-chaos-disk';

export async function tryDiskFull(say: (text: string) => void): Promise<Verdict[]> {
  const promise = 'A full disk: refused, not lost; it goes on when there is room';
  try {
    await mkdir(dir, { recursive: true, mode: 0o711 });
    await run('mount', ['-t', 'tmpfs', '-o', 'size=400m,mode=0711', 'tmpfs', dir]);
  } catch {
    say('A full disk was not tried: only root may mount a small file system');
    return [];
  }
  try {
    return [{ promise, ...(await fillAndFree(say)) }];
  } finally {
    await run('umount', ['-l', dir]).catch(() => undefined);
    await rm(dir, { recursive: true, force: true });
  }
}

async function fillAndFree(say: (text: string) => void): Promise<Pick<Verdict, 'tried' | 'broken'>> {
  const recorder = await startRecorder(Math.random);
  const data_dir = path.join(dir, 'data');
  await mkdir(data_dir, { mode: 0o711 });
  const installation = await Installation.start({ workers: 1, data_dir, allowed_hosts: '127.0.0.1' });
  try {
    const owner = await signUp(installation.url);
    const inner = await deploy(owner, installation.url, 'called', called(recorder.address));
    const [line] = shapes(recorder.address, inner.workflow_id);
    const target = await deploy(owner, installation.url, line!.name, line!.definition);
    const calls: Calls = { promised: [], answers: new Map(), impolite: [] };
    const calling = callAll([target], { count: 400, rate: 20, calls });
    await sleep(4_000);
    await fill(path.join(dir, 'filler'));
    const before = calls.promised.length;
    say('The disk is full');
    await sleep(8_000);
    const refused = [...calls.answers]
      .filter(([status]) => status >= 500)
      .reduce((all, [, count]) => all + count, 0);
    await rm(path.join(dir, 'filler'));
    say(`There is room again; ${calls.promised.length - before} were accepted meanwhile, ${refused} refused`);
    await calling;
    const until = Date.now() + 60_000;
    while (Date.now() < until && (await unfinished(installation.database.url)) > 0) await sleep(500);
    const effects = new Map([[line!.name, line!.effects!]]);
    const stored = await allExecutions(installation.database.url);
    const verdicts = judge({ promised: calls.promised, stored, seen: recorder.seen, effects });
    const broken = verdicts.flatMap((verdict) => verdict.broken.map((line) => `${verdict.promise}: ${line}`));
    return { tried: calls.promised.length, broken: [...broken, ...installation.unexpected] };
  } finally {
    await installation.stop({ keep: true });
    await recorder.stop();
  }
}

/** Writes until nothing more fits. */
async function fill(file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dir);
  const chunk = Buffer.alloc(1024 * 1024);
  const handle = await open(file, 'w');
  try {
    for (let left = bavail * bsize; left > 0; left -= chunk.length) await handle.write(chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  } finally {
    await handle.close();
  }
  await writeFile(`${file}.rest`, Buffer.alloc(4_096)).catch(() => undefined);
  await rm(`${file}.rest`, { force: true });
}
