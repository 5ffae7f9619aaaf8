import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compileTemplate } from '../expression/template.ts';
import { compileSource } from '../expression_source.ts';
import { parseDefinition } from '../parse_definition.ts';

const read = (file: string) =>
  readFileSync(new URL(`../../../../docs/${file}`, import.meta.url), 'utf8').replace(
    /<!-- (\w+): npm run docs -->[\s\S]*?<!-- \/\1 -->/g,
    '',
  );
const blocks = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text!);

const page = read('expressions.md');
const scope = JSON.parse(blocks(page, 'json')[0]!) as Record<string, unknown>;
const options = { timezone: 'Europe/Berlin', now: () => new Date('2026-11-20T12:00:00Z') };

/** Rows of tables of examples: an expression and its result, another way to write it, or what is said against it. */
const rows = [...page.matchAll(/^\| (expression\b.*|Written) \|.*\n\|---\|---\|\n((?:\|.*\n)+)/gm)].flatMap(
  ([, , body]) =>
    [...body!.matchAll(/^\| (`+) ?(.+?) ?\1 \| (.+) \|$/gm)].map(
      ([, , source, result]) => [source!.replaceAll('\\|', '|'), result!.replaceAll('\\|', '|')] as const,
    ),
);

test('the page has its examples', () => {
  expect(rows.length).toBeGreaterThan(45);
});

test.each(rows)('expressions.md: %s is %s', (source, result) => {
  const evaluate = () => run(source);
  const wanted = /^`(.*)`$/.exec(result)?.[1];
  if (wanted === undefined) expect(evaluate).toThrow(result);
  else if (wanted === 'nothing') expect(evaluate() ?? null).toBeNull();
  else expect(asJson(evaluate())).toEqual(isJson(wanted) ? JSON.parse(wanted) : asJson(run(wanted)));
});

function run(source: string): unknown {
  const compiled = source.includes('{{') ? compileTemplate(source) : compileSource(source);
  return compiled.evaluate(scope, options);
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const definitions = ['user_guide.md', 'api.md'].flatMap((file) =>
  blocks(read(file), 'json')
    .filter((text) => text.includes('"nodes"'))
    .map((text) => [file, text] as const),
);

test.each(definitions)('a definition of %s is one', (_file, text) => {
  const value = JSON.parse(text) as { workflow_definition?: unknown };
  expect(parseDefinition(value.workflow_definition ?? value).nodes.length).toBeGreaterThan(0);
});
