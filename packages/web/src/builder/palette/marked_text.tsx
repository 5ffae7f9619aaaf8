import { markedPieces } from '../adding/kind_search.ts';

/** A text in which what was searched for stands out. */
export function MarkedText({ text, search }: { text: string; search: string }) {
  return markedPieces(text, search).map((piece, index) =>
    piece.marked ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other name than their place
      <mark key={index} className="rounded-xs bg-accent-soft text-accent-text">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
