import type { WorkflowNode } from '@millrace/core';
import { GitBranchPlus, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../../../components/ui/button.tsx';
import { toast } from '../../../../components/ui/toast.tsx';
import { Tooltip } from '../../../../components/ui/tooltip.tsx';
import { text } from '../../../../strings/builder.ts';
import { conditionWords as words } from '../../../../strings/conditions.ts';
import { useDocumentStore } from '../../../document/context.tsx';
import { addElseIf, onlyCase, outputAs, toConditional } from '../../../document/edits/else_if.ts';
import { usePanelsStore } from '../../../panels.tsx';
import { useResults } from '../../../results/context.tsx';
import { isPinned } from '../../../results/samples.ts';
import { usePin } from '../../../results/use_pins.ts';
import { useNodeForm } from '../node_form_context.tsx';

const nameOf = text.fields.cases.case;

/** The way from a Conditional to a Switch with its condition as the first case, and back while there is only one. */
export function ElseIf() {
  const { node, readOnly } = useNodeForm();
  const turn = useTurn(node);
  if (readOnly) return null;
  if (node.subtype === 'if')
    return (
      <TurnButton label={words.add_else_if} hint={words.else_if_hint} onClick={() => turn('switch')}>
        <GitBranchPlus aria-hidden />
      </TurnButton>
    );
  if (!onlyCase(node)) return null;
  return (
    <TurnButton label={words.to_conditional} hint={words.to_conditional_hint} onClick={() => turn('if')}>
      <Undo2 aria-hidden />
    </TurnButton>
  );
}

interface TurnButtonProps {
  label: string;
  hint: string;
  onClick: () => void;
  children: ReactNode;
}

function TurnButton({ label, hint, onClick, children }: TurnButtonProps) {
  return (
    <Tooltip label={hint} side="top">
      <Button size="sm" className="self-start" onClick={onClick}>
        {children}
        {label}
      </Button>
    </Tooltip>
  );
}

/** One step for undo. What is pinned says the same in the words of the other kind; the focus goes to what is to be filled in. */
function useTurn(node: WorkflowNode) {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const pin = usePin();
  const pinned = useResults(({ samples }) =>
    isPinned(samples, node.id) ? samples.pinned[node.id] : undefined,
  );
  return (to: 'if' | 'switch') => {
    const isSwitch = to === 'switch';
    store
      .getState()
      .edit((definition) =>
        isSwitch ? addElseIf(definition, node.id, nameOf) : toConditional(definition, node.id),
      );
    const sample = outputAs(to, pinned, nameOf(1));
    if (sample !== undefined) pin(node.id, sample);
    panels.getState().focus(node.id, isSwitch ? 'cases[1]' : 'conditions');
    toast.info(isSwitch ? words.became_switch(node.label) : words.became_conditional(node.label));
  };
}
