import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { freePort } from '../product.ts';

/** Starts a server that answers every request after `delay_ms`, and ends it after `work`. */
export async function withTarget<T>(delay_ms: number, work: (address: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const file = fileURLToPath(new URL('./target.ts', import.meta.url));
  const child = spawn(process.execPath, [file, String(port), String(delay_ms)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  try {
    return await work(`http://127.0.0.1:${port}/customers/7`);
  } finally {
    child.kill();
  }
}
