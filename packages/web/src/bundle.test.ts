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
    for (const [, imported] of contentOf(file).matchAll(/(?:from|import)\s*["'`]\.\/([^"'`]+\.js)["'`]/g))
      waiting.push(imported!);
  }
  return [...found];
}

function contentOf(file: string): string {
  return readFileSync(path.join(assets, file), 'utf8');
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
const editor = ['index', 'builder_page', ...workers];
/** What the editor fetches once somebody is there (builder/later_parts.ts). */
const laterParts = [
  'node_properties',
  'test_form',
  'step_list',
  'outline_tree',
  'run_form',
  'tests_panel',
  'tidy',
  'workflow_executions',
  'workflow_versions',
];
/** What only patterns have, and only code editors. */
const marks = { patterns: 'Backtracker cannot', code_editor: 'cm-content' };
/** What only schemas have, only toasts, and only the live connection: no first page needs them to be seen. */
const notYet = { schemas: '_zod.def', toasts: 'data-sonner-toaster', live: 'workflow:changed' };

describe.skipIf(files.length === 0)('the JavaScript that is sent', () => {
  test.each<[string, string[], number]>([
    ['the sign-in page', ['index', 'login_page'], 265],
    ['the dashboard', ['index', 'dashboard_page'], 220],
    ['the list of workflows', ['index'], 215],
    ['the editor that is left at rest, with its workers', editor, 680],
  ])('of %s keeps to its limit, with Brotli and with gzip', (_, entries, limit) => {
    expect(kilobytes(entries, '.br')).toBeLessThan(limit);
    expect(kilobytes(entries, '.gz')).toBeLessThan(limit);
  });

  test('of an editor that is left at rest holds no later part, no code editor and no patterns', () => {
    const atRest = withImports(editor);
    expect(atRest.filter((file) => laterParts.some((part) => file.startsWith(`${part}-`)))).toEqual([]);
    for (const part of laterParts) expect(fileOf(part)).toBeDefined();
    for (const mark of Object.values(marks)) {
      expect(atRest.filter((file) => contentOf(file).includes(mark))).toEqual([]);
      expect(files.filter((file) => contentOf(file).includes(mark))).not.toEqual([]);
    }
  });

  test.each([
    ['list of workflows', ['index']],
    ['dashboard', ['index', 'dashboard_page']],
  ])('of the %s holds no schemas, no toasts and no live connection', (_, entries) => {
    for (const mark of Object.values(notYet)) {
      expect(withImports(entries).filter((file) => contentOf(file).includes(mark))).toEqual([]);
      expect(files.filter((file) => contentOf(file).includes(mark))).not.toEqual([]);
    }
  });

  test('of a worker holds nothing that draws pages, and no language of its own', () => {
    for (const worker of workers) {
      const drawing = withImports([worker]).filter((file) => contentOf(file).includes('createPortal'));
      expect(drawing).toEqual([]);
      expect(statSync(path.join(assets, fileOf(worker))).size).toBeLessThan(50_000);
    }
  });
});
