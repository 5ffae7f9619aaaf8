/**
 * A large value in pieces, each so small that taking it over is not felt. A worker that parses ten megabytes and hands
 * them over as one would only move the freeze: the page has to make every object of it anew, in one task. Pure.
 */

export type Piece =
  /** A list or an object that is too large for one piece; what is in it follows. */
  | { kind: 'open'; id: number; list: boolean; into: number; key: string | null }
  /** The next entries of what was opened; `keys` of an object. */
  | { kind: 'add'; into: number; keys: string[] | null; values: unknown[] };

/** What the whole value is put into. */
const root = 0;
/** About as many characters of JSON: a few milliseconds of work. */
export const pieceSize = 200_000;

/** The pieces of a JSON value in the order in which `assemble` takes them. */
export function* piecesOf(value: unknown, size = pieceSize): Generator<Piece> {
  const weights = new Map<object, number>();
  if (weightOf(value, weights) <= size) {
    yield { kind: 'add', into: root, keys: null, values: [value] };
    return;
  }
  let ids = root;
  function* open(large: unknown, into: number, key: string | null): Generator<Piece> {
    if (typeof large !== 'object' || large === null) {
      // A single long text.
      yield { kind: 'add', into, keys: key === null ? null : [key], values: [large] };
      return;
    }
    const id = ++ids;
    yield { kind: 'open', id, list: Array.isArray(large), into, key };
    yield* entries(large, id);
  }
  function* entries(large: object, id: number): Generator<Piece> {
    const keys = Array.isArray(large) ? null : Object.keys(large);
    const values = keys ? Object.values(large) : (large as unknown[]);
    let from = 0;
    let weight = 0;
    const upTo = function* (to: number): Generator<Piece> {
      if (to > from)
        yield { kind: 'add', into: id, keys: keys?.slice(from, to) ?? null, values: values.slice(from, to) };
      from = to;
      weight = 0;
    };
    for (const [index, each] of values.entries()) {
      const own = weightOf(each, weights) + (keys?.[index]?.length ?? 0);
      if (weight + own > size) yield* upTo(index);
      if (own > size) {
        yield* open(each, id, keys?.[index] ?? null);
        from = index + 1;
      } else weight += own;
    }
    yield* upTo(values.length);
  }
  yield* open(value, root, null);
}

/** About how long it is as JSON; of each list and object looked at once. */
function weightOf(value: unknown, known: Map<object, number>): number {
  if (typeof value === 'string') return value.length + 3;
  if (typeof value !== 'object' || value === null) return 8;
  const before = known.get(value);
  if (before !== undefined) return before;
  let weight = 8;
  if (Array.isArray(value)) for (const each of value) weight += weightOf(each, known);
  else for (const [key, each] of Object.entries(value)) weight += key.length + weightOf(each, known);
  known.set(value, weight);
  return weight;
}

/** Puts the pieces together again. */
export function assembler(): { take(piece: Piece): void; value(): unknown } {
  const whole: unknown[] = [];
  const opened = new Map<number, unknown[] | Record<string, unknown>>([[root, whole]]);
  const put = (into: number, key: string | null | undefined, value: unknown) => {
    const target = opened.get(into)!;
    if (Array.isArray(target)) target.push(value);
    else setOwn(target, key!, value);
  };
  return {
    take(piece) {
      if (piece.kind === 'open') {
        const made = piece.list ? [] : {};
        put(piece.into, piece.key, made);
        opened.set(piece.id, made);
        return;
      }
      for (const [index, value] of piece.values.entries()) put(piece.into, piece.keys?.[index], value);
    },
    value: () => whole[0],
  };
}

/** As JSON.parse does it: `__proto__` is a field like any other. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}
