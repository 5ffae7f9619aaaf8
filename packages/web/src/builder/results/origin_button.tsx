import { type OriginSide, originChain, type Step } from '@millrace/core';
import { Waypoints } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Path } from '../../components/json_viewer/path.ts';
import { Button } from '../../components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../components/ui/popover.tsx';
import { knowing } from '../../strings/knowing.ts';
import { NodeIcon } from '../canvas/node_icon.tsx';
import { useDocumentStore } from '../document/context.tsx';
import { inline } from '../expressions/evaluate.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from './context.tsx';
import { litWay } from './lit_way.ts';
import { type OriginLine, originLines, roundsAt } from './origin_lines.ts';

const words = knowing.origin;

interface OriginButtonProps {
  step: Step;
  side: OriginSide;
  /** The value that was chosen. */
  path: Path;
}

/** Tells where a value of a result comes from, and lights up the way on the canvas. */
export function OriginButton(props: OriginButtonProps) {
  const panels = usePanelsStore();
  const [open, setOpen] = useState(false);
  const change = (next: boolean) => {
    setOpen(next);
    if (!next) panels.getState().highlight(null);
  };
  return (
    <Popover open={open} onOpenChange={change}>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost">
          <Waypoints aria-hidden />
          {words.ask}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={words.title} align="end" className="w-96 p-0">
        {open && <Way {...props} close={() => change(false)} />}
      </PopoverContent>
    </Popover>
  );
}

function Way({ step, side, path, close }: OriginButtonProps & { close: () => void }) {
  const lines = useLines({ step, side, path });
  return (
    <div className="flex max-h-96 flex-col">
      <h4 className="border-line border-b px-3 py-2 font-medium text-sm">{words.title}</h4>
      {lines.length === 0 ? (
        <p className="px-3 py-3 text-muted text-sm">{side === 'input' ? words.written : words.made_here}</p>
      ) : (
        <ol className="overflow-y-auto p-1.5">
          {lines.map((line) => (
            <li key={line.id} style={{ paddingLeft: line.depth * 16 }}>
              <Line line={line} close={close} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

/** Lights up the nodes of the way as long as it is shown. */
function useLines({ step, side, path }: OriginButtonProps): OriginLine[] {
  const document = useDocumentStore();
  const results = useResultsStore();
  const panels = usePanelsStore();
  return useMemo(() => {
    const { definition } = document.getState().draft;
    const chain = originChain(definition, step.node_id, side, path, roundsAt(step));
    const steps = results.getState().run?.steps ?? [];
    const lines = originLines(chain, { nodes: definition.nodes, steps, from: step });
    queueMicrotask(() => panels.getState().highlight(litWay(definition, chain, step.node_id)));
    return lines;
  }, [step, side, path, document, results, panels]);
}

function Line({ line, close }: { line: OriginLine; close: () => void }) {
  const document = useDocumentStore();
  const results = useResultsStore();
  const show = () => {
    if (!line.nodeId) return;
    document.getState().select({ nodes: [line.nodeId], edges: [] });
    if (line.stepPath) results.getState().selectStep(line.stepPath);
    close();
  };
  return (
    <button
      type="button"
      disabled={!line.nodeId}
      className="flex w-full flex-col gap-0.5 rounded-sm px-1.5 py-1 text-left transition-colors duration-150 enabled:hover:bg-hover"
      onClick={show}
    >
      <span className="flex min-w-0 items-center gap-1.5">
        {line.node && <NodeIcon subtype={line.node.subtype} className="size-5 rounded-sm" />}
        <code className="min-w-0 truncate font-mono text-xs" title={line.text}>
          {line.text}
        </code>
        {line.value !== undefined && (
          <span className="ml-auto max-w-40 shrink-0 truncate font-mono text-muted text-xs">
            {inline(line.value, 60)}
          </span>
        )}
      </span>
      <span className="truncate pl-6.5 text-muted text-xs" title={line.via || undefined}>
        {line.node?.label ?? words.of_workflow}
        {line.end ? ` · ${words.ends[line.end]}` : ''}
      </span>
    </button>
  );
}
