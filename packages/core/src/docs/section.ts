/** The parts of the documentation that are made from code stand between two comments: `<!-- name: npm run docs -->`, `<!-- /name -->`. */

/** The page with what stands between the comments replaced. Throws when the page has no such part. */
export function withSection(page: string, name: string, content: string): string {
  const begin = `<!-- ${name}: npm run docs -->\n`;
  const end = `\n<!-- /${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end, from);
  if (from === -1 || to === -1) throw new Error(`The page has no part ${name}`);
  return `${page.slice(0, from + begin.length)}\n${content.trim()}\n${page.slice(to)}`;
}

/** Code in a cell of a table: a pipe would end the cell. */
export const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}
