/**
 * The words of a command as a shell would hand them to a program: bash and its relatives, `cmd.exe` with its carets, and
 * PowerShell's backtick at the end of a line. Only what people paste: no variables, no substitution, no globs. Pure.
 * Libraries for this either miss `$'…'`, which browsers copy, or weigh as much as the editor.
 */

/** A command that cannot be read; the message is a sentence for the person who pasted it. */
export class CommandProblem extends Error {
  override name = 'CommandProblem';
}

export interface ShellWords {
  words: string[];
  /** Variables and substitutions that only the person's own shell could fill in, as they were written. */
  unknown: string[];
  /** What came after the end of the command (`| jq`), left out. */
  rest: string;
}

/** @throws CommandProblem for a quote that is not closed. */
export function shellWords(text: string): ShellWords {
  const source = text.replaceAll('\r\n', '\n');
  // Browsers put a caret before each quote; people who type for cmd.exe end their lines with one.
  const windows = /\^"|\^\n/.test(source);
  return new Reader(windows ? withoutCarets(source) : source, windows).read();
}

/** What cmd.exe leaves: a caret makes the next character plain, two line ends after it are one in the data. */
function withoutCarets(source: string): string {
  return source.replace(/\^(\n\n|\n[ \t]*|.)/g, (_, next: string) => {
    if (next === '\n\n') return '\n';
    return next.startsWith('\n') ? ' ' : next;
  });
}

const blank = /\s/;
/** Between words these end a command. */
const ends = /^(\|\|?|&&?|;|\d?>{1,2}|<)/;

const variableName = /\$[A-Za-z_]\w*/y;

class Reader {
  readonly #text: string;
  readonly #windows: boolean;
  #at = 0;
  readonly #unknown: string[] = [];
  /** Closing characters of which none is left. */
  readonly #missing = new Set<string>();

  constructor(text: string, windows: boolean) {
    this.#text = text;
    this.#windows = windows;
  }

  read(): ShellWords {
    const words: string[] = [];
    while (true) {
      this.#skipBlanks();
      const left = this.#text.slice(this.#at);
      if (left === '' || ends.test(left)) return { words, unknown: this.#unknown, rest: left.trim() };
      words.push(this.#word());
    }
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at++) {
      const two = this.#text.slice(this.#at, this.#at + 2);
      if (two === '\\\n' || two === '`\n') this.#at++;
      else if (!blank.test(two[0]!)) return;
    }
  }

  #word(): string {
    let word = '';
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (blank.test(char) || this.#endsHere(char)) break;
      word += this.#piece(char);
    }
    return word;
  }

  /** `&` and `;` inside a word are those of an address that somebody forgot to quote, unless a blank follows. */
  #endsHere(char: string): boolean {
    if (char === '|') return true;
    const next = this.#text[this.#at + 1];
    return (char === ';' || char === '&') && (next === undefined || blank.test(next) || next === '&');
  }

  #piece(char: string): string {
    const next = this.#text[this.#at + 1];
    if (char === '"') return this.#doubleQuoted();
    if (this.#windows) return this.#plain();
    if (char === "'") return this.#singleQuoted();
    if (char === '$' && next === "'") return this.#ansiQuoted();
    if (char === '$' && next === '"') {
      this.#at++;
      return this.#doubleQuoted();
    }
    if (char === '$' || char === '`') return this.#variable();
    return char === '\\' ? this.#escaped() : this.#plain();
  }

  #plain(): string {
    return this.#text[this.#at++]!;
  }

  #escaped(): string {
    const next = this.#text[this.#at + 1] ?? '';
    this.#at += 2;
    return next === '\n' ? '' : next;
  }

  #singleQuoted(): string {
    const end = this.#text.indexOf("'", this.#at + 1);
    if (end === -1) throw unclosed("'", this.#text.slice(this.#at));
    const content = this.#text.slice(this.#at + 1, end);
    this.#at = end + 1;
    return content;
  }

  #doubleQuoted(): string {
    const start = this.#at++;
    let content = '';
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at]!;
      if (char === '"') {
        this.#at++;
        return content;
      }
      const next = this.#text[this.#at + 1] ?? '';
      if (char === '\\' && '"\\$`\n'.includes(next)) {
        content += next === '\n' ? '' : next;
        this.#at += 2;
      } else if ((char === '$' || char === '`') && !this.#windows) content += this.#variable();
      else content += this.#plain();
    }
    throw unclosed('"', this.#text.slice(start));
  }

  /** `$'…'`: the escapes of C. */
  #ansiQuoted(): string {
    const found = /^\$'((?:[^'\\]+|\\[\s\S])*)'/.exec(this.#text.slice(this.#at));
    if (!found) throw unclosed("$'", this.#text.slice(this.#at));
    this.#at += found[0].length;
    return ansiText(found[1]!);
  }

  /** Kept as it was written, and named. A lone `$` is one. */
  #variable(): string {
    const end = this.#endOfVariable();
    if (end === -1) return this.#plain();
    const found = this.#text.slice(this.#at, end);
    this.#unknown.push(found);
    this.#at = end;
    return found;
  }

  #endOfVariable(): number {
    const [first, next] = this.#text.slice(this.#at, this.#at + 2);
    if (first === '`') return this.#behind('`', this.#at + 1);
    if (next === '{') return this.#behind('}', this.#at + 2);
    if (next === '(') return this.#behind(')', this.#at + 2);
    variableName.lastIndex = this.#at;
    return variableName.test(this.#text) ? variableName.lastIndex : -1;
  }

  /** The place after the next such character; -1 where none comes, which is looked for once only. */
  #behind(closer: string, from: number): number {
    if (this.#missing.has(closer)) return -1;
    const at = this.#text.indexOf(closer, from);
    if (at === -1) this.#missing.add(closer);
    return at === -1 ? -1 : at + 1;
  }
}

function unclosed(quote: string, text: string): CommandProblem {
  const shown = text.replaceAll('\n', ' ').slice(0, 40);
  return new CommandProblem(
    `The quote ${quote} is not closed: ${shown}${text.length > 40 ? '…' : ''}. Copy the whole command`,
  );
}

const controls: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function ansiText(text: string): string {
  const escapes = /\\(?:x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|([0-7]{1,3})|([\s\S]))/g;
  const expanded = text.replace(escapes, (whole, hex, short, long, octal, char: string | undefined) => {
    const code = hex ?? short ?? long;
    if (code !== undefined) return characterOf(Number.parseInt(code, 16), whole);
    if (octal !== undefined) return characterOf(Number.parseInt(octal, 8), whole);
    return controls[char!] ?? ('\'"\\?'.includes(char!) ? char! : whole);
  });
  return /\\x/.test(text) ? fromBytes(expanded) : expanded;
}

function characterOf(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
}

/** `\xc3\xa9` are the bytes of one letter; text that is no UTF-8 in bytes stays as it is. */
function fromBytes(text: string): string {
  if ([...text].some((char) => char.codePointAt(0)! > 0xff)) return text;
  try {
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
