/** A worker process for tests that kill one: `node worker_process.ts <database url>`; says `ready` and works until it ends. */
import { openDatabase } from '../../db/client.ts';
import { startRuntime } from './runtime.ts';

const db = openDatabase({ url: process.argv[2]!, pool_size: 3 });
await startRuntime(db, { env: { role: 'worker' }, heartbeat_ms: 200, stale_after_ms: 1_500 });
process.stdout.write('ready\n');
