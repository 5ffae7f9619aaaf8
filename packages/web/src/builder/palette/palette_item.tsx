import { type NodeSubtype, nodeKind } from '@millrace/core';
import { Star } from 'lucide-react';
import type { DragEvent } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { palette as words } from '../../strings/adding.ts';
import { dragType, triggerDragType } from '../adding/drag_types.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { KindTooltip } from './kind_tooltip.tsx';
import { MarkedText } from './marked_text.tsx';

export interface ItemProps {
  subtype: NodeSubtype;
  /** Its place among all items: the keyboard reaches one of them with Tab, and the others from there with arrows. */
  place: string;
  reachable: boolean;
  onAdd: (subtype: NodeSubtype) => void;
}

function startDrag(event: DragEvent, subtype: NodeSubtype): void {
  event.dataTransfer.setData(dragType, subtype);
  if (nodeKind(subtype).type === 'trigger') event.dataTransfer.setData(triggerDragType, '');
  event.dataTransfer.setData('text/plain', nodeKind(subtype).label);
  event.dataTransfer.effectAllowed = 'copy';
}

const row =
  'flex w-full cursor-grab items-center gap-2.5 rounded-md px-2 py-1.5 text-left transition-colors duration-150 hover:bg-hover active:cursor-grabbing';

interface KindRowProps extends ItemProps {
  search: string;
  /** The other word by which it was found. */
  also: string | null;
  favourite: boolean;
  onStar: (subtype: NodeSubtype) => void;
}

/** A kind of node in its group: drag or click adds it; the star beside it keeps it among the favourites. */
export function KindRow({ subtype, place, reachable, onAdd, search, also, favourite, onStar }: KindRowProps) {
  const { label, description } = nodeKind(subtype);
  const star = favourite ? words.remove_favourite : words.add_favourite;
  return (
    <li className="group relative">
      <KindTooltip subtype={subtype}>
        <button
          type="button"
          draggable
          data-item={place}
          data-kind={subtype}
          tabIndex={reachable ? 0 : -1}
          aria-label={label}
          aria-description={description}
          className={cn(row, 'pr-8')}
          onDragStart={(event) => startDrag(event, subtype)}
          onClick={() => onAdd(subtype)}
        >
          <NodeIcon subtype={subtype} className="size-7" />
          <span className="min-w-0 flex-1 truncate text-sm">
            <MarkedText text={label} search={search} />
          </span>
          {also !== null && <span className="truncate text-muted text-xs">{words.found_by(also)}</span>}
        </button>
      </KindTooltip>
      <button
        type="button"
        tabIndex={-1}
        data-star={subtype}
        // The name of the node stays out of its name: the items of the palette are found by them.
        aria-label={star}
        aria-description={label}
        title={star}
        className={cn(
          'absolute inset-y-0 right-1 my-auto flex size-6 items-center justify-center rounded-sm hover:text-fg',
          favourite
            ? 'text-accent-text'
            : 'text-muted opacity-0 transition-opacity duration-150 focus-visible:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100',
        )}
        onClick={() => onStar(subtype)}
      >
        <Star aria-hidden className={cn('size-3.5', favourite && 'fill-current')} />
      </button>
    </li>
  );
}

/** A favourite: once more on top. An option and no button, so that each button has a name of its own. */
export function FavouriteRow({ subtype, place, reachable, onAdd }: ItemProps) {
  return (
    <KindTooltip subtype={subtype}>
      <button
        type="button"
        role="option"
        aria-selected={false}
        draggable
        data-item={place}
        data-kind={subtype}
        tabIndex={reachable ? 0 : -1}
        className={row}
        onDragStart={(event) => startDrag(event, subtype)}
        onClick={() => onAdd(subtype)}
      >
        <NodeIcon subtype={subtype} className="size-7" />
        <span className="min-w-0 flex-1 truncate text-sm">{nodeKind(subtype).label}</span>
        <Star aria-hidden className="mr-0.5 size-3.5 fill-current text-accent-text" />
      </button>
    </KindTooltip>
  );
}

/** A kind that was used lately: only its icon. */
export function RecentTile({ subtype, place, reachable, onAdd }: ItemProps) {
  return (
    <KindTooltip subtype={subtype}>
      <button
        type="button"
        role="option"
        aria-selected={false}
        aria-label={nodeKind(subtype).label}
        draggable
        data-item={place}
        data-kind={subtype}
        tabIndex={reachable ? 0 : -1}
        className="cursor-grab rounded-md p-1 transition-colors duration-150 hover:bg-hover active:cursor-grabbing"
        onDragStart={(event) => startDrag(event, subtype)}
        onClick={() => onAdd(subtype)}
      >
        <NodeIcon subtype={subtype} className="size-7" />
      </button>
    </KindTooltip>
  );
}
