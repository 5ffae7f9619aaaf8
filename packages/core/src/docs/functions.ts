import { functionCatalog } from '../expression/catalog.ts';
import { methodTables } from '../expression/methods/table.ts';
import { code, table } from './section.ts';

const titles = {
  text: 'Text',
  number: 'Numbers',
  date: 'Dates',
  list: 'Lists',
  object: 'Objects',
  logic: 'Logic and types',
  encoding: 'JSON, encodings, hashes',
} as const;

/** Every function with its examples, a table for each group; then the methods by type. */
export function functionReference(): string {
  const groups = Object.entries(titles).map(([group, title]) => {
    const rows = functionCatalog
      .filter((entry) => entry.group === group)
      .map(({ signature, description, examples }) => [
        code(signature),
        description.replaceAll('|', '\\|'),
        examples.map(([source, result]) => `${code(source)} → ${code(print(result))}`).join('<br>'),
      ]);
    return `### ${title}\n\n${table(['function', 'what it does', 'examples'], rows)}`;
  });
  return [...groups, methodReference()].join('\n\n');
}

function methodReference(): string {
  const rows = [...methodTables].map(([type, methods]) => [
    type,
    [...methods.keys()].sort().map(code).join(' '),
  ]);
  return `### Methods\n\n${table(['of a', 'methods'], rows)}`;
}

function print(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
