/**
 * `npm run chaos`: breaks a real installation while it works, then compares what was promised with what happened. About six
 * minutes; `CHAOS_SHORT=1` takes one. `CHAOS_SEED=<number>` repeats a storm, as far as processes can be repeated.
 */
import { writeFile } from 'node:fs/promises';
import { tryDiskFull } from './disk_full.ts';
import { tryFailPoints } from './fail_points.ts';
import { seeded } from './faults.ts';
import { tryHundred } from './hundred.ts';
import { Installation } from './installation.ts';
import { signUp } from './owner.ts';
import { tryPressure } from './pressure.ts';
import { printVerdicts, type Verdict } from './promises.ts';
import { startRecorder } from './recorder.ts';
import { storm } from './storm.ts';

const short = process.env.CHAOS_SHORT === '1';
const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 1_000_000);
const size = short
  ? { count: 280, rate: 7, in_order: 4, storm_ms: 8_000, cut_ms: 2_000, frozen_ms: 13_000, away_ms: 5_000 }
  : {
      count: 5_000,
      rate: 36,
      in_order: 60,
      storm_ms: 45_000,
      cut_ms: 12_000,
      frozen_ms: 60_000,
      away_ms: 30_000,
    };

const say = (text: string): void => console.log(`${new Date().toISOString().slice(11, 19)}  ${text}`);
const random = seeded(seed);
say(`Seed ${seed}${short ? ', short form' : ''}`);

const recorder = await startRecorder(random);
const installation = await Installation.start({
  workers: 3,
  skews_ms: [3_600_000, -3_600_000, 60_000, 0],
  allowed_hosts: '127.0.0.1',
});
const verdicts: Verdict[] = [];
try {
  const owner = await signUp(installation.url);
  verdicts.push(...(await storm({ installation, owner, recorder, random, say, size })));
  if (!short) {
    verdicts.push(await tryHundred({ installation, owner, recorder, say }));
    verdicts.push(...(await tryPressure({ installation, owner, recorder, say, calls: 20_000 })));
  }
  const { database } = installation;
  verdicts.push(...(await tryFailPoints({ database, random, say, ...(short ? { sample: 1 } : {}) })));
} finally {
  const took = await installation.stop();
  await recorder.stop();
  verdicts.push({
    promise: 'SIGTERM ends every process within 30 s',
    tried: 4,
    broken: took > 30_000 ? [`it took ${Math.round(took / 1_000)} s`] : [],
  });
}
if (!short) verdicts.push(...(await tryDiskFull(say)));
if (!printVerdicts(verdicts)) process.exitCode = 1;
if (process.env.CHAOS_REPORT) {
  const failed = verdicts.filter(({ broken }) => broken.length > 0).length;
  await writeFile(process.env.CHAOS_REPORT, JSON.stringify({ passed: verdicts.length - failed, failed }));
}
