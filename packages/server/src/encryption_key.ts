import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SettingError } from './setting_error.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'encryption.key';
/** A random key has about 30 different bytes; a repeated word or a row of zeros has few. */
const LEAST_DIFFERENT_BYTES = 16;

/** 32 random bytes in base64 (or base64url), or what is wrong with the text. */
export function parseEncryptionKey(text: string): { bytes: Uint8Array } | { problem: string } {
  const normal = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  const bytes = Buffer.from(normal, 'base64');
  if (!/^[A-Za-z0-9+/]+$/.test(normal) || bytes.length !== KEY_BYTES)
    return { problem: `must be ${KEY_BYTES} random bytes in base64 (44 characters)` };
  if (new Set(bytes).size < LEAST_DIFFERENT_BYTES)
    return { problem: 'must be random: this one repeats itself' };
  return { bytes };
}

/** The key of a data directory, made on the first start (mode 0600). Throws SettingError when it cannot be read or is damaged. */
export function keptEncryptionKey(data_dir: string): Uint8Array {
  const file = path.join(data_dir, KEY_FILE);
  try {
    makeDataDir(data_dir);
    const text = readKey(file) ?? makeKey(file);
    const key = parseEncryptionKey(text);
    if ('problem' in key)
      throw new SettingError(
        'MILLRACE_DATA_DIR',
        `holds a damaged encryption key (${file} ${key.problem}). Restore it from a backup: without it stored secrets cannot be read`,
      );
    if ((statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
    return key.bytes;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new SettingError('MILLRACE_DATA_DIR', `must be a directory that Millrace can write: ${message}`);
  }
}

/** The user that PostgreSQL runs as for root must be able to pass through, whatever the umask. */
function makeDataDir(data_dir: string): void {
  const mode = process.getuid?.() === 0 ? 0o711 : 0o700;
  if (mkdirSync(data_dir, { recursive: true, mode }) !== undefined) chmodSync(data_dir, mode);
}

function readKey(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return null;
  }
}

/** Written whole under another name and linked: of several first starts one wins, and none reads half a key. */
function makeKey(file: string): string {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8').trim();
}
