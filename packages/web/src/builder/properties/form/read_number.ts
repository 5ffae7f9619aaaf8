/** Numbers as people paste them: with separators of thousands, a decimal comma, a currency beside them. Pure. */

/** Null where it is no number, or one that cannot be read in one way only. */
export function readNumber(text: string): number | null {
  const bare = text
    .trim()
    .replace(/^[\p{Sc}]\s*|\s*[\p{Sc}]$/gu, '')
    .replace(/(?<=\d)[\s'’_](?=\d{3}(?!\d))/g, '');
  const plain = decimal(bare);
  if (plain === null || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(plain)) return null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}

/** The last of two kinds of separators is the decimal one; a comma alone before three digits parts thousands. */
function decimal(text: string): string | null {
  const comma = text.lastIndexOf(',');
  const dot = text.lastIndexOf('.');
  if (comma === -1) return (text.match(/\./g) ?? []).length > 1 ? grouped(text, '.') : text;
  if (dot === -1) return /^[+-]?\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : single(text);
  const [group, point] = comma > dot ? ['.', ','] : [',', '.'];
  const [whole = '', ...fraction] = text.split(point);
  const joined = grouped(whole, group);
  return joined === null || fraction.length > 1 ? null : `${joined}.${fraction[0]}`;
}

const single = (text: string) => (text.split(',').length === 2 ? text.replace(',', '.') : null);

function grouped(whole: string, separator: string): string | null {
  const [first = '', ...rest] = whole.split(separator);
  return /^[+-]?\d{1,3}$/.test(first) && rest.every((part) => /^\d{3}$/.test(part))
    ? [first, ...rest].join('')
    : null;
}
