import { PanelRight, Redo2, Undo2, WandSparkles } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { cn } from '../../components/ui/cn.ts';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { suggest } from './auto_map.ts';
import { DropChoice } from './drop_choice.tsx';
import { likeliestTarget } from './drops.ts';
import { EmptyTarget } from './empty_target.tsx';
import { sourceEnds } from './lines.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { MappingDetail } from './mapping_detail.tsx';
import { MappingLines } from './mapping_lines.tsx';
import { PickedBar } from './picked_bar.tsx';
import { ResultPanel, type Stepping } from './result_panel.tsx';
import { SourcePane } from './source_pane.tsx';
import { leavesOf, type SourceNode, sourceRows } from './source_tree.ts';
import { SuggestionsPanel } from './suggestions_panel.tsx';
import { rowOfTarget, TargetPane } from './target_pane.tsx';
import { AddField, FromSample } from './target_tools.tsx';
import { sameField, targetRows } from './target_tree.ts';
import { useFolding } from './use_folding.ts';

/** Both trees, the lines between them, the result, and the mapping that is selected. */
export function MapperBoard({ stepping, notice }: { stepping: Stepping | null; notice: ReactNode }) {
  const { store, roots, view, readOnly } = useMapperData();
  const board = useRef<HTMLDivElement>(null);
  const sourceList = useRef<HTMLDivElement>(null);
  const targetList = useRef<HTMLDivElement>(null);
  const detail = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState({ source: 0, target: 0 });
  const [search, setSearch] = useState({ source: '', target: '' });
  const [targetActive, setTargetActive] = useState<string | null>(null);
  const [showsResult, setShowsResult] = useState(true);
  const sourceFolds = useFolding<SourceNode>(openAtFirst(roots));
  const targetFolds = useFolding(() => true);
  const suggestions = useMapper((state) => state.suggestions);

  const sources = useMemo(
    () => sourceRows(roots, sourceFolds.isOpen, search.source),
    [roots, sourceFolds.isOpen, search.source],
  );
  const targets = useMemo(
    () => targetRows(view.targets, targetFolds.isOpen, search.target),
    [view.targets, targetFolds.isOpen, search.target],
  );
  const sourceIndex = useMemo(() => indexOf(sources), [sources]);
  const targetIndex = useMemo(() => indexOf(targets), [targets]);
  const { used, lit } = useLit();

  const focusSource = () => sourceList.current?.focus();
  function goToTarget(source: SourceNode) {
    // Nothing is there yet: what was picked up can become the first field.
    if (view.targets.length === 0)
      return board.current?.querySelector<HTMLElement>('[data-add-field]:not([data-small])')?.focus();
    const open = targets.filter((row) => !view.states.has(row.id));
    // The focus goes to the first row where none is active yet.
    targetList.current?.focus();
    setTargetActive((likeliestTarget(source, open) ?? open[0] ?? targets[0])?.id ?? null);
  }

  return (
    // In a narrow window the result stands below the trees, and all of it scrolls.
    <div className="@container h-full">
      <div className="flex h-full min-h-0 flex-col @max-[48rem]:h-auto @max-[48rem]:min-h-full">
        {notice}
        <div
          className={cn(
            'grid min-h-0 flex-1 @max-[48rem]:grid-cols-1 @max-[48rem]:grid-rows-[minmax(16rem,1fr)_auto]',
            showsResult
              ? 'grid-cols-[minmax(0,1fr)_clamp(240px,24%,420px)] grid-rows-[minmax(0,1fr)]'
              : 'grid-cols-1 grid-rows-[minmax(0,1fr)]',
          )}
        >
          <div
            ref={board}
            className="relative grid min-h-0 min-w-0 grid-cols-[minmax(0,0.8fr)_clamp(56px,7vw,112px)_minmax(0,1.2fr)] overflow-hidden"
          >
            <SourcePane
              rows={sources}
              isOpen={sourceFolds.isOpen}
              onToggle={sourceFolds.toggle}
              search={search.source}
              onSearch={(source) => setSearch((all) => ({ ...all, source }))}
              scroller={sourceList}
              onScroll={(source) => setScrolls((all) => ({ ...all, source }))}
              used={used}
              lit={lit.sources}
              onPicked={goToTarget}
            />
            <div className="border-line border-x bg-canvas" />
            <TargetPane
              rows={targets}
              isOpen={targetFolds.isOpen}
              onToggle={targetFolds.toggle}
              search={search.target}
              onSearch={(target) => setSearch((all) => ({ ...all, target }))}
              scroller={targetList}
              onScroll={(target) => setScrolls((all) => ({ ...all, target }))}
              active={targetActive}
              onActive={setTargetActive}
              lit={lit.targets}
              onDropped={focusSource}
              // The detail of another field is drawn first.
              onOpenDetail={() => requestAnimationFrame(() => focusFirst(detail.current))}
              tools={
                <TargetTools
                  showsResult={showsResult}
                  onShowResult={setShowsResult}
                  onAuto={() =>
                    store.getState().offer(suggest(roots, view.targets, new Set(view.states.keys())))
                  }
                />
              }
              empty={<EmptyTarget onTaken={focusSource} />}
            />
            <MappingLines
              board={board}
              sourceList={sourceList}
              targetList={targetList}
              sourceScroll={scrolls.source}
              targetScroll={scrolls.target}
              sources={sourceIndex}
              targetRow={(field) => rowOfTarget(field, targetIndex)}
            />
            <PickedBar />
          </div>
          {showsResult &&
            (suggestions ? <SuggestionsPanel offered={suggestions} /> : <ResultPanel stepping={stepping} />)}
        </div>
        <MappingDetail focus={detail} />
        {!readOnly && (
          <DropChoice
            onChosen={(count) => {
              store.getState().say(words.mapped_many(count));
              focusSource();
            }}
          />
        )}
      </div>
    </div>
  );
}

interface TargetToolsProps {
  showsResult: boolean;
  onShowResult: (shown: boolean) => void;
  onAuto: () => void;
}

function TargetTools({ showsResult, onShowResult, onAuto }: TargetToolsProps) {
  const { store, view, readOnly } = useMapperData();
  const canUndo = useMapper((state) => state.past.length > 0);
  const canRedo = useMapper((state) => state.future.length > 0);
  return (
    <>
      {!readOnly && (
        <>
          {view.targets.length > 0 && (
            <Button
              size="sm"
              title={words.auto}
              className="@max-[28rem]:w-7 @max-[28rem]:px-0"
              onClick={() => {
                onShowResult(true);
                onAuto();
              }}
            >
              <WandSparkles aria-hidden />
              <span className="@max-[28rem]:sr-only">{words.auto}</span>
            </Button>
          )}
          <AddField small />
          <FromSample small />
          <IconButton
            size="sm"
            label={words.undo}
            disabled={!canUndo}
            onClick={() => store.getState().undo()}
          >
            <Undo2 aria-hidden />
          </IconButton>
          <IconButton
            size="sm"
            label={words.redo}
            disabled={!canRedo}
            onClick={() => store.getState().redo()}
          >
            <Redo2 aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton
        size="sm"
        label={showsResult ? words.hide_result : words.show_result}
        aria-pressed={showsResult}
        onClick={() => onShowResult(!showsResult)}
      >
        <PanelRight aria-hidden />
      </IconButton>
    </>
  );
}

/** Fields that are shown unfolded when the mapper opens. */
const fieldsAtFirst = 60;

/** What is nearest to the step and what came in; all of it where it is little. */
function openAtFirst(roots: readonly SourceNode[]): (node: SourceNode) => boolean {
  const steps = roots.filter(({ source }) => source?.node || source?.name === '');
  const near = [...steps.slice(0, 2), ...steps.slice(-1)];
  const deepest = leavesOf(near, fieldsAtFirst).length < fieldsAtFirst ? 6 : 3;
  return ({ depth, source, id, path }) => {
    if (source) return near.some((root) => root.id === id);
    // How a call came in is seldom mapped.
    return depth < deepest && path !== 'trigger.headers';
  };
}

function indexOf(rows: readonly { id: string }[]): ReadonlyMap<string, number> {
  return new Map(rows.map(({ id }, index) => [id, index]));
}

/** Source rows that are mapped, and both ends of the line under the pointer or of the selected field. */
function useLit() {
  const drafts = useMapper((state) => state.drafts);
  const hovered = useMapper((state) => state.hovered);
  const selected = useMapper((state) => state.selected);
  return useMemo(() => {
    const used = new Set(drafts.flatMap(sourceEnds));
    const shown = drafts.filter(
      ({ id, mapping }) => id === hovered || sameField(mapping.target_field) === selected,
    );
    const lit = {
      sources: new Set(shown.flatMap(sourceEnds)),
      targets: new Set(shown.map(({ mapping }) => sameField(mapping.target_field))),
    };
    return { used, lit };
  }, [drafts, hovered, selected]);
}

function focusFirst(element: HTMLElement | null): void {
  const place = ['[contenteditable="true"]', 'input'].flatMap(
    (kind) => element?.querySelector<HTMLElement>(kind) ?? [],
  );
  place[0]?.focus();
}
