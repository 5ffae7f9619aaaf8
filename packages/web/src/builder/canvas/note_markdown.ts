/**
 * The light markdown of sticky notes: headings, lists, bold, italic, code and links. Text in, a tree out, which React
 * draws: there is no HTML on the way, so nothing in a note can become one. Invariants:
 *  1. a link leads to http or https only; every other address stays text;
 *  2. reading is linear in the length of the text: each character is looked at once, and nothing nests deeper than one level.
 */
export type Inline =
  | { kind: 'text' | 'bold' | 'italic' | 'code'; text: string }
  | { kind: 'link'; text: string; href: string };

export type NoteBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; inlines: Inline[] }
  | { kind: 'list'; ordered: boolean; items: Inline[][] }
  | { kind: 'paragraph'; lines: Inline[][] };

/** The blocks of a note. */
export function parseNote(text: string): NoteBlock[] {
  const blocks: NoteBlock[] = [];
  let open = false;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') {
      open = false;
      continue;
    }
    const last = open ? blocks.at(-1) : undefined;
    open = true;
    const heading = /^(#{1,3})\s+(.*)$/s.exec(line);
    const item = /^\s*(?:([-*+])|\d{1,9}[.)])\s+(.*)$/s.exec(line);
    if (heading) {
      const level = heading[1]!.length as 1 | 2 | 3;
      blocks.push({ kind: 'heading', level, inlines: parseInlines(heading[2]!) });
    } else if (item) {
      const ordered = item[1] === undefined;
      const inlines = parseInlines(item[2]!);
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(inlines);
      else blocks.push({ kind: 'list', ordered, items: [inlines] });
    } else if (last?.kind === 'paragraph') last.lines.push(parseInlines(line));
    else blocks.push({ kind: 'paragraph', lines: [parseInlines(line)] });
  }
  return blocks;
}

/** One alternative for each kind; every quantifier excludes what ends it, so there is nothing to go back over. */
const marks =
  /`([^`\n]+)`|\*\*([^*\n]+)\*\*|\*([^*\s][^*\n]*)\*|\[([^[\]\n]+)\]\((https?:\/\/[^\s()<>]+)\)|(https?:\/\/[^\s<>()[\]]+)/g;

export function parseInlines(line: string): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of line.matchAll(marks)) {
    if (match.index > at) found.push({ kind: 'text', text: line.slice(at, match.index) });
    found.push(marked(match));
    at = match.index + match[0].length;
  }
  if (at < line.length) found.push({ kind: 'text', text: line.slice(at) });
  return found;
}

function marked(match: RegExpExecArray): Inline {
  const [, code, bold, italic, words, address, bare] = match;
  if (code !== undefined) return { kind: 'code', text: code };
  if (bold !== undefined) return { kind: 'bold', text: bold };
  if (italic !== undefined) return { kind: 'italic', text: italic };
  const href = safeAddress(address ?? bare ?? '');
  if (href === null) return { kind: 'text', text: match[0] };
  return { kind: 'link', text: words ?? bare ?? href, href };
}

/** The address when it leads to a web page, null otherwise. */
function safeAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/** What a screen reader calls a note: its first line without marks. */
export function noteName(text: string): string {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? '';
  const words = parseInlines(line.replace(/^\s*(#{1,3}|[-*+]|\d{1,9}[.)])\s+/, ''))
    .map((inline) => inline.text)
    .join('');
  const shown = words.length > 80 ? `${words.slice(0, 79)}…` : words;
  return shown === '' ? 'Sticky note, empty' : `Sticky note: ${shown}`;
}
