/**
 * What pages load, compressed as the server sends it, read from the build that the tests make first. Where nothing was built
 * there is nothing to weigh.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const assets = fileURLToPath(new URL('../dist/assets/', import.meta.url));
const files = existsSync(assets) ? readdirSync(assets).filter((file) => file.endsWith('.js')) : [];

/** Every file that must be there before `entries` begin. */
function withImports(entries: readonly string[]): string[] {
  const found = new Set<string>();
  const waiting = entries.map(fileOf);
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const code = readFileSync(path.join(assets, file), 'utf8');
    for (const [, imported] of code.matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      waiting.push(imported!);
  }
  return [...found];
}

function fileOf(entry: string): string {
  const found = files.filter((file) => file.startsWith(`${entry}-`));
  if (found.length !== 1) throw new Error(`The build has ${found.length} files of ${entry}`);
  return found[0]!;
}

/** Thousands of bytes. A file too small to be worth compressing is sent as it is. */
function kilobytes(entries: readonly string[], ending: '.br' | '.gz'): number {
  const sizes = withImports(entries).map((file) => {
    const compressed = path.join(assets, file + ending);
    return statSync(existsSync(compressed) ? compressed : path.join(assets, file)).size;
  });
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

const workers = ['checks_worker', 'evaluate_worker'];
const editor = ['index', 'signed_in', 'builder_page', ...workers];

describe.skipIf(files.length === 0)('the JavaScript that is sent', () => {
  test.each<[string, string[], number]>([
    ['the sign-in page', ['index', 'login_page'], 300],
    ['the dashboard', ['index', 'signed_in', 'dashboard_page'], 300],
    ['the list of workflows', ['index', 'signed_in', 'workflows_page'], 300],
    ['the editor until it is seen, with its workers', editor, 700],
  ])('of %s keeps to its limit, with Brotli and with gzip', (_, entries, limit) => {
    expect(kilobytes(entries, '.br')).toBeLessThan(limit);
    expect(kilobytes(entries, '.gz')).toBeLessThan(limit);
  });

  test('of a worker holds nothing that draws pages, and no language of its own', () => {
    for (const worker of workers) {
      const drawing = withImports([worker]).filter((file) =>
        readFileSync(path.join(assets, file), 'utf8').includes('createPortal'),
      );
      expect(drawing).toEqual([]);
      expect(statSync(path.join(assets, fileOf(worker))).size).toBeLessThan(50_000);
    }
  });
});
