import { type RefObject, useEffect, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { mapper as words } from '../../strings/mapper.ts';
import { useDrag } from './drag.tsx';
import { curve, type Line, linesOf, placeOf, rowOfSource } from './lines.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import type { Draft } from './mapper_store.ts';
import { sameField } from './target_tree.ts';

interface MappingLinesProps {
  board: RefObject<HTMLDivElement | null>;
  sourceList: RefObject<HTMLDivElement | null>;
  targetList: RefObject<HTMLDivElement | null>;
  sourceScroll: number;
  targetScroll: number;
  /** Rows by id. */
  sources: ReadonlyMap<string, number>;
  targetRow: (field: string) => number | undefined;
}

interface Box {
  left: number;
  right: number;
  top: number;
  height: number;
}

/** The lines between what is mapped. They follow scrolling and folding; the trees say the same in words. */
export function MappingLines(props: MappingLinesProps) {
  const { store, view } = useMapperData();
  const drafts = useMapper((state) => state.drafts);
  const hovered = useMapper((state) => state.hovered);
  const selected = useMapper((state) => state.selected);
  const suggestions = useMapper((state) => state.suggestions);
  const boxes = useBoxes(props);
  const drag = useDrag((state) => state);
  if (!boxes) return null;
  const { source: left, target: right } = boxes;
  const panes = {
    sources: props.sources,
    targetRow: props.targetRow,
    source: { top: left.top, height: left.height, scroll: props.sourceScroll },
    target: { top: right.top, height: right.height, scroll: props.targetScroll },
  };
  const lines = linesOf({ ...panes, drafts });
  const offered = linesOf({
    ...panes,
    drafts: (suggestions ?? []).map(({ mapping }, index): Draft => ({ id: -index - 1, mapping })),
  });
  const path = ({ from, to }: Pick<Line, 'from' | 'to'>) => curve(left.right - 6, from, right.left + 6, to);
  const isBad = (field: string) => {
    const state = view.states.get(field);
    return state !== undefined && (state.error !== null || state.unfit !== null);
  };
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 z-10 size-full overflow-hidden">
      <title>{words.title}</title>
      {offered.map((line) => (
        <path
          key={line.key}
          d={path(line)}
          fill="none"
          strokeWidth={1.5}
          strokeDasharray="4 4"
          className="stroke-accent opacity-70"
        />
      ))}
      {lines.map((line) => {
        const field = sameField(line.draft.mapping.target_field);
        const strong = line.draft.id === hovered || field === selected;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: the target row does the same with keys
          <g
            key={line.key}
            data-line={field}
            className="pointer-events-auto cursor-pointer"
            onPointerEnter={() => store.getState().hover(line.draft.id)}
            onPointerLeave={() => store.getState().hover(null)}
            onClick={() => store.getState().select(field)}
          >
            <path d={path(line)} fill="none" stroke="transparent" strokeWidth={10} />
            <path
              d={path(line)}
              fill="none"
              strokeWidth={strong ? 2.5 : 1.5}
              className={cn(
                isBad(field) ? 'stroke-danger-solid' : 'stroke-accent',
                line.faint && !strong
                  ? 'opacity-35'
                  : !strong && hovered !== null
                    ? 'opacity-40'
                    : 'opacity-90',
              )}
            />
          </g>
        );
      })}
      {drag.source && <DragLine boxes={boxes} board={props.board} drag={drag} panes={panes} />}
    </svg>
  );
}

interface DragLineProps {
  boxes: { source: Box; target: Box };
  board: RefObject<HTMLDivElement | null>;
  drag: { source: { id: string } | null; at: { x: number; y: number } };
  panes: {
    sources: ReadonlyMap<string, number>;
    source: { top: number; height: number; scroll: number };
  };
}

/** From the field to the pointer that carries it. */
function DragLine({ boxes, board, drag, panes }: DragLineProps) {
  const found = drag.source && rowOfSource(drag.source.id, panes.sources);
  const origin = board.current?.getBoundingClientRect();
  if (!found || !origin) return null;
  const { y } = placeOf(found.row, panes.source);
  const d = curve(boxes.source.right - 6, y, drag.at.x - origin.left, drag.at.y - origin.top);
  return <path d={d} fill="none" strokeWidth={2} className="stroke-accent" strokeDasharray="6 4" />;
}

/** Where the two lists lie on the board. */
function useBoxes({ board, sourceList, targetList }: MappingLinesProps): { source: Box; target: Box } | null {
  const [boxes, setBoxes] = useState<{ source: Box; target: Box } | null>(null);
  // Not a layout effect: the board is around this, and its ref is set after those of its children.
  useEffect(() => {
    const [around, left, right] = [board.current, sourceList.current, targetList.current];
    if (!around || !left || !right) return setBoxes(null);
    const look = () => {
      const origin = around.getBoundingClientRect();
      const boxOf = (element: HTMLElement): Box => {
        const { left, right, top, height } = element.getBoundingClientRect();
        return { left: left - origin.left, right: right - origin.left, top: top - origin.top, height };
      };
      setBoxes({ source: boxOf(left), target: boxOf(right) });
    };
    look();
    const observer = new ResizeObserver(look);
    for (const element of [around, left, right]) observer.observe(element);
    return () => observer.disconnect();
  }, [board, sourceList.current, targetList.current]);
  return boxes;
}
