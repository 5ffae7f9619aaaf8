import { join } from 'node:path';
import { expect, test } from 'vitest';
import { functionCatalog } from './catalog.ts';

const docs = join(import.meta.dirname, '../../../../docs');

/** `npx vitest run packages/core/src/expression/docs.test.ts -u` writes the page anew. */
test('the page of functions is the catalogue', async () => {
  await expect(page()).toMatchFileSnapshot(join(docs, 'expression_functions.md'));
});

function page(): string {
  const groups = Object.entries(Object.groupBy(functionCatalog, (entry) => entry.group));
  const sections = groups.map(([group, entries]) => {
    const rows = entries!.map((entry) => {
      const examples = entry.examples.map(
        ([source, result]) => `${code(source)} → ${code(JSON.stringify(result))}`,
      );
      return `| ${code(entry.signature)} | ${cell(entry.description)} | ${examples.join('<br>')} |`;
    });
    return [`## ${group}`, '', '| Function | | Examples |', '|---|---|---|', ...rows].join('\n');
  });
  const head =
    '# Functions of expressions\n\nMade from the table that evaluates them. How to write expressions: [expressions.md](expressions.md).';
  return `${[head, ...sections].join('\n\n')}\n`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|');
}

function code(text: string): string {
  return `\`${cell(text)}\``;
}
