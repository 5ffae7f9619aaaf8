/** Where a long name may be cut. Pure. */

/** Shorter texts fit, or lose so little that their beginning says all. */
const shortest = 16;
/** Of the end so much is always seen. */
const tailLength = 7;

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A text in two: what may be cut, and what is always seen of its end; no sign is torn apart. */
export function cutParts(text: string): { head: string; tail: string } {
  if (text.length < shortest) return { head: text, tail: '' };
  // What is drawn of a text without an end is its beginning: only its last part is looked at.
  const from = Math.max(0, text.length - 200);
  const starts = [...graphemes.segment(text.slice(from))].map(({ index }) => from + index);
  const at = starts.at(-tailLength);
  if (at === undefined || starts.length < shortest) return { head: text, tail: '' };
  return { head: text.slice(0, at), tail: text.slice(at) };
}
