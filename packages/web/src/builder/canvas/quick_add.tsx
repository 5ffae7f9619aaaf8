import {
  type NodeSubtype,
  nodeKind,
  nodeKinds,
  nodeSubtypes,
  paletteGroups,
  type WorkflowNode,
} from '@millrace/core';
import { Command } from 'cmdk';
import { CornerDownRight } from 'lucide-react';
import { useId, useMemo, useState } from 'react';
import { cn } from '../../components/ui/cn.ts';
import { Popover, PopoverAnchor, PopoverContent } from '../../components/ui/popover.tsx';
import { fitting as words } from '../../strings/adding.ts';
import { text } from '../../strings/builder.ts';
import { triggers as triggerWords } from '../../strings/canvas_comfort.ts';
import { knownKinds, useChoices } from '../adding/choices.ts';
import type { Fit } from '../adding/fitting.ts';
import { type Found, searchKinds } from '../adding/kind_search.ts';
import { useFit } from '../adding/use_fit.ts';
import { useReturnFocus } from '../adding/use_return_focus.ts';
import { useDocument } from '../document/context.tsx';
import { triggerOf } from '../document/edits/replace_trigger.ts';
import { MarkedText } from '../palette/marked_text.tsx';
import { type QuickAdd as Request, usePanels, usePanelsStore } from '../panels.tsx';
import { NodeIcon } from './node_icon.tsx';
import { placeWords } from './place_words.ts';
import { useAddNode } from './use_add_node.ts';

/** The quick search: type a few letters, Enter adds the node where the search was opened. */
export function QuickAdd() {
  const request = usePanels((state) => state.quickAdd);
  const panels = usePanelsStore();
  if (!request) return null;
  return (
    <OpenQuickAdd
      key={`${request.at.x} ${request.at.y}`}
      request={request}
      close={() => panels.getState().openQuickAdd(null)}
    />
  );
}

function OpenQuickAdd({ request, close }: { request: Request; close: () => void }) {
  const [search, setSearch] = useState('');
  const add = useAddNode();
  const focus = useReturnFocus();
  const sections = useSections(request, search);
  const whereId = useId();
  const where = useDocument((state) => placeWords(state.draft.definition, request.target));
  const choose = ({ subtype, config }: Row) => {
    const id = add(subtype, request.target, config);
    focus.to(id);
    close();
  };
  return (
    <Popover open onOpenChange={(open) => !open && close()}>
      <PopoverAnchor asChild>
        <span aria-hidden className="fixed size-px" style={{ left: request.at.x, top: request.at.y }} />
      </PopoverAnchor>
      <PopoverContent
        align="start"
        side="bottom"
        aria-label={text.canvas.add_node}
        onCloseAutoFocus={focus.onClose}
        className="flex max-h-(--radix-popover-content-available-height) w-80 flex-col p-0"
      >
        <Command label={text.canvas.add_node} loop shouldFilter={false} className="flex min-h-0 flex-col">
          <Command.Input
            autoFocus
            value={search}
            onValueChange={setSearch}
            placeholder={text.canvas.add_node_search}
            aria-describedby={where === null ? undefined : whereId}
            className="h-10 w-full shrink-0 border-line border-b bg-transparent px-3 text-sm outline-none"
          />
          {where !== null && (
            <p
              id={whereId}
              className="flex shrink-0 items-center gap-1.5 border-line border-b px-3 py-1.5 text-muted text-xs"
            >
              <CornerDownRight aria-hidden className="size-3.5 shrink-0" />
              <span className="min-w-0 truncate" title={where}>
                {where}
              </span>
            </p>
          )}
          <Command.List className="max-h-96 min-h-0 overflow-y-auto p-1">
            {sections.map(({ title, rows }) => (
              <Section key={title} title={title} rows={rows} search={search} onChoose={choose} />
            ))}
          </Command.List>
          <div role="status">
            <Command.Empty className="px-3 pt-1 pb-3 text-muted text-sm">
              {text.canvas.no_node(search)}
            </Command.Empty>
          </div>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

interface Row {
  subtype: NodeSubtype;
  /** Why it is offered, or by which other word it was found. */
  why: string | null;
  /** What it would do there is no reason for it, only to be known. */
  neutral?: boolean;
  /** What is filled in of it, for it is the reason. */
  config?: Fit['config'];
}

interface SectionOfRows {
  title: string;
  rows: Row[];
}

const mostRecent = 4;

/** What is offered: what fits the data, then what was used lately, then everything by group; in a search what is found. */
function useSections({ target }: Request, search: string): SectionOfRows[] {
  const fits = useFit(target);
  const recent = useChoices().recent;
  const trigger = useDocument((state) => triggerOf(state.draft.definition, state.selection.nodes));
  return useMemo(() => {
    // Only a free place can take a trigger: nothing leads into one.
    const offered = nodeSubtypes.filter(
      (subtype) => target.kind === 'free' || nodeKinds[subtype].type !== 'trigger',
    );
    if (search.trim() !== '') return [found(searchKinds(search, offered), fits, trigger)];
    const fitting = fits.filter(({ subtype }) => offered.includes(subtype));
    const used = knownKinds(recent)
      .filter((subtype) => offered.includes(subtype) && !fitting.some((fit) => fit.subtype === subtype))
      .filter((subtype) => !trigger || nodeKinds[subtype].type !== 'trigger')
      .slice(0, mostRecent);
    const shown = new Set([...fitting.map(({ subtype }) => subtype), ...used]);
    // A workflow has one trigger: once it is there, steps come first.
    const groups = trigger ? [...paletteGroups.slice(1), paletteGroups[0]] : paletteGroups;
    return [
      { title: words.title, rows: fitting.map(({ reason, ...fit }) => ({ ...fit, why: reason })) },
      { title: words.recent, rows: used.map(plain) },
      ...groups.map((group) => ({
        title: group as string,
        rows: offered
          .filter((kind) => nodeKinds[kind].group === group && !shown.has(kind))
          .map((kind) => ({ subtype: kind, why: replaces(kind, trigger), neutral: true })),
      })),
    ].filter(({ rows }) => rows.length > 0);
  }, [target, fits, recent, trigger, search]);
}

const plain = (subtype: NodeSubtype): Row => ({ subtype, why: null });

/** What a trigger does to the one that is there. */
function replaces(subtype: NodeSubtype, trigger: WorkflowNode | undefined): string | null {
  const other = trigger && nodeKinds[subtype].type === 'trigger' && trigger.subtype !== subtype;
  return other ? triggerWords.replaces(trigger.label) : null;
}

/** The best found first; among equals what fits. */
function found(
  all: readonly Found[],
  fits: readonly Fit[],
  trigger: WorkflowNode | undefined,
): SectionOfRows {
  const rank = (subtype: NodeSubtype) => {
    const at = fits.findIndex((fit) => fit.subtype === subtype);
    return at < 0 ? fits.length : at;
  };
  const sorted = [...all].sort((a, b) => b.score - a.score || rank(a.subtype) - rank(b.subtype));
  return {
    title: words.found,
    rows: sorted.map(({ subtype }) => {
      const place = replaces(subtype, trigger);
      const fit = fits.find((each) => each.subtype === subtype);
      return { subtype, why: place ?? fit?.reason ?? null, neutral: place !== null, config: fit?.config };
    }),
  };
}

interface SectionProps extends SectionOfRows {
  search: string;
  onChoose: (row: Row) => void;
}

function Section({ title, rows, search, onChoose }: SectionProps) {
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {rows.map(({ subtype, why, neutral, config }) => (
        <Command.Item
          key={subtype}
          value={subtype}
          onSelect={() => onChoose({ subtype, why, config })}
          className="flex cursor-default select-none items-center gap-2.5 rounded-sm px-2 py-1.5 outline-none data-[selected=true]:bg-hover"
        >
          <NodeIcon subtype={subtype} className="size-7" />
          <span className="min-w-0">
            <span className="block truncate text-sm">
              <MarkedText text={nodeKind(subtype).label} search={search} />
            </span>
            <span
              className={cn(
                'block truncate text-xs',
                why === null || neutral ? 'text-muted' : 'text-success',
              )}
            >
              {why ?? nodeKind(subtype).description}
            </span>
          </span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
