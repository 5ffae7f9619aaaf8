import { type NodeSubtype, nodeKinds, nodeSubtypes, paletteGroups } from '@millrace/core';
import { Command } from 'cmdk';
import { useState } from 'react';
import { Popover, PopoverAnchor, PopoverContent } from '../../components/ui/popover.tsx';
import { text } from '../../strings/builder.ts';
import { useDocument } from '../document/context.tsx';
import { type QuickAdd as Request, usePanels, usePanelsStore } from '../panels.tsx';
import { NodeIcon } from './node_icon.tsx';
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
  // Only a free place can take a trigger: nothing leads into one.
  const offered = nodeSubtypes.filter(
    (subtype) => request.target.kind === 'free' || nodeKinds[subtype].type !== 'trigger',
  );
  const started = useDocument((state) =>
    state.draft.definition.nodes.some((node) => node.type === 'trigger'),
  );
  // A workflow has one trigger: once it is there, steps come first.
  const groups = started ? [...paletteGroups.slice(1), paletteGroups[0]] : paletteGroups;
  const choose = (subtype: NodeSubtype) => {
    close();
    add(subtype, request.target);
  };
  return (
    <Popover open onOpenChange={(open) => !open && close()}>
      <PopoverAnchor asChild>
        <span aria-hidden className="fixed size-px" style={{ left: request.at.x, top: request.at.y }} />
      </PopoverAnchor>
      <PopoverContent align="start" side="bottom" aria-label={text.canvas.add_node} className="w-72 p-0">
        <Command label={text.canvas.add_node} loop filter={matchScore}>
          <Command.Input
            autoFocus
            value={search}
            onValueChange={setSearch}
            placeholder={text.canvas.add_node_search}
            className="h-10 w-full border-line border-b bg-transparent px-3 text-sm outline-none"
          />
          <Command.List className="max-h-80 overflow-y-auto p-1">
            <Command.Empty className="px-2 py-3 text-muted text-sm">
              {text.canvas.no_node(search)}
            </Command.Empty>
            {groups.map((group) => (
              <QuickGroup
                key={group}
                group={group}
                subtypes={offered.filter((subtype) => nodeKinds[subtype].group === group)}
                onChoose={choose}
              />
            ))}
          </Command.List>
        </Command>
      </PopoverContent>
    </Popover>
  );
}

interface QuickGroupProps {
  group: string;
  subtypes: readonly NodeSubtype[];
  onChoose: (subtype: NodeSubtype) => void;
}

function QuickGroup({ group, subtypes, onChoose }: QuickGroupProps) {
  if (subtypes.length === 0) return null;
  return (
    <Command.Group
      heading={group}
      className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-xs"
    >
      {subtypes.map((subtype) => (
        <Command.Item
          key={subtype}
          value={subtype}
          keywords={[nodeKinds[subtype].label, nodeKinds[subtype].description]}
          onSelect={() => onChoose(subtype)}
          className="flex cursor-default select-none items-center gap-2.5 rounded-sm px-2 py-1.5 outline-none data-[selected=true]:bg-hover"
        >
          <NodeIcon subtype={subtype} className="size-7" />
          <span className="min-w-0">
            <span className="block truncate text-sm">{nodeKinds[subtype].label}</span>
            <span className="block truncate text-muted text-xs">{nodeKinds[subtype].description}</span>
          </span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

/** Every word must be there, in the name before the description: no letters picked from here and there. */
function matchScore(_: string, search: string, keywords: string[] = []): number {
  const [label = '', ...rest] = keywords.map((keyword) => keyword.toLowerCase());
  const words = search.toLowerCase().trim().split(/\s+/);
  if (words.every((word) => label.split(' ').some((part) => part.startsWith(word)))) return 1;
  if (words.every((word) => label.includes(word))) return 0.8;
  return words.every((word) => `${label} ${rest.join(' ')}`.includes(word)) ? 0.4 : 0;
}
