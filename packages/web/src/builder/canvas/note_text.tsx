import { memo } from 'react';
import { type Inline, type NoteBlock, parseNote } from './note_markdown.ts';

/** The text of a note as it reads. */
export const NoteText = memo(function NoteText({ text }: { text: string }) {
  return parseNote(text).map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: blocks have no identity but their place
    <Block key={index} block={block} />
  ));
});

const headings = {
  1: 'font-semibold text-lg leading-6',
  2: 'font-semibold text-base leading-6',
  3: 'font-semibold text-sm',
} as const;

function Block({ block }: { block: NoteBlock }) {
  switch (block.kind) {
    case 'heading':
      return (
        // A note is no part of the outline of the page: its headings are words that are large.
        <p className={headings[block.level]}>
          <Inlines inlines={block.inlines} />
        </p>
      );
    case 'list': {
      const List = block.ordered ? 'ol' : 'ul';
      return (
        <List className={block.ordered ? 'list-decimal pl-5' : 'list-disc pl-4'}>
          {block.items.map((inlines, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <li key={index}>
              <Inlines inlines={inlines} />
            </li>
          ))}
        </List>
      );
    }
    case 'paragraph':
      return (
        <p>
          {block.lines.map((inlines, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <span key={index}>
              {index > 0 && <br />}
              <Inlines inlines={inlines} />
            </span>
          ))}
        </p>
      );
  }
}

function Inlines({ inlines }: { inlines: readonly Inline[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: as above
  return inlines.map((inline, index) => <InlineText key={index} inline={inline} />);
}

function InlineText({ inline }: { inline: Inline }) {
  switch (inline.kind) {
    case 'bold':
      return <strong className="font-semibold">{inline.text}</strong>;
    case 'italic':
      return <em>{inline.text}</em>;
    case 'code':
      return <code className="rounded-xs bg-fg/8 px-1 font-mono text-xs">{inline.text}</code>;
    case 'link':
      return (
        <a
          href={inline.href}
          target="_blank"
          rel="noreferrer noopener nofollow"
          className="nodrag underline underline-offset-2"
        >
          {inline.text}
        </a>
      );
    case 'text':
      return inline.text;
  }
}
