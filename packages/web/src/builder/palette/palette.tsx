import { type NodeKind, type NodeSubtype, nodeKinds, nodeSubtypes, paletteGroups } from '@millrace/core';
import { ChevronDown, GripVertical } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { text } from '../../strings/builder.ts';
import { dragType } from '../canvas/canvas.tsx';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useAddNode } from '../canvas/use_add_node.ts';

/** Every kind of node, by group; a click adds it after the selected node, a drag adds it where it is dropped. */
export function Palette() {
  const [search, setSearch] = useState('');
  const found = nodeSubtypes.filter((subtype) => matches(nodeKinds[subtype], search));
  return (
    <section
      aria-label={text.regions.palette}
      className="flex h-full min-h-0 flex-col border-line border-r bg-surface"
    >
      <div className="border-line border-b p-3">
        <SearchInput label={text.palette.search} value={search} onChange={setSearch} delay={0} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-2">
        {found.length === 0 && (
          <p className="px-2 py-6 text-center text-muted text-sm">{text.palette.none}</p>
        )}
        {paletteGroups.map((group) => (
          <Group
            key={group}
            name={group}
            subtypes={found.filter((subtype) => nodeKinds[subtype].group === group)}
          />
        ))}
      </div>
      <p className="border-line border-t px-3 py-2 text-muted text-xs">{text.palette.hint}</p>
    </section>
  );
}

/** Every word of the search is somewhere in the name or the description. */
function matches(kind: NodeKind, search: string): boolean {
  const haystack = `${kind.label} ${kind.description} ${kind.group}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => haystack.includes(word));
}

function Group({ name, subtypes }: { name: string; subtypes: readonly NodeSubtype[] }) {
  const [open, setOpen] = useState(true);
  if (subtypes.length === 0) return null;
  const id = `palette-${name}`;
  return (
    <section aria-labelledby={id} className="mb-2">
      <h2 id={id}>
        <button
          type="button"
          aria-expanded={open}
          className="flex w-full items-center justify-between rounded-sm px-2 py-1.5 font-medium text-muted text-xs hover:text-fg"
          onClick={() => setOpen(!open)}
        >
          {name}
          <ChevronDown
            aria-hidden
            className={cn('size-3.5 transition-transform duration-150', !open && '-rotate-90')}
          />
        </button>
      </h2>
      {open && (
        <ul>
          {subtypes.map((subtype) => (
            <Item key={subtype} subtype={subtype} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ subtype }: { subtype: NodeSubtype }) {
  const add = useAddNode();
  const kind = nodeKinds[subtype];
  const drag = (event: DragEvent) => {
    event.dataTransfer.setData(dragType, subtype);
    event.dataTransfer.setData('text/plain', kind.label);
    event.dataTransfer.effectAllowed = 'copy';
  };
  return (
    <li>
      <button
        type="button"
        draggable
        aria-label={kind.label}
        aria-description={kind.description}
        title={kind.description}
        className="group flex w-full cursor-grab items-center gap-2.5 rounded-md px-2 py-1.5 text-left transition-colors duration-150 hover:bg-hover active:cursor-grabbing"
        onDragStart={drag}
        onClick={() => add(subtype)}
      >
        <NodeIcon subtype={subtype} className="size-7" />
        <span className="min-w-0 flex-1 truncate text-sm">{kind.label}</span>
        <GripVertical
          aria-hidden
          className="size-4 text-faint opacity-0 transition-opacity duration-150 group-hover:opacity-100"
        />
      </button>
    </li>
  );
}
