/**
 * The call that a test address caught becomes the sample at once. Invariants:
 *  1. only a call that came while this page listened is kept by itself, and once: what was caught before is no news;
 *  2. what was the sample before can be had back.
 */
import type { CaughtCall, WorkflowNode } from '@millrace/core';
import { useEffect } from 'react';
import { create } from 'zustand';
import { toast } from '../../../components/ui/toast.tsx';
import { forms } from '../../../strings/forms.ts';
import { useResultsStore } from '../../results/context.tsx';
import { pinProblem } from '../../results/pin_problem.ts';
import { usePin } from '../../results/use_pins.ts';
import { isNews, listens, nameOf } from './listened.ts';

export interface KeptCall {
  /** When the call came. */
  at: string;
  /** What was pinned before; undefined: nothing. */
  former: unknown;
}

/** By workflow and trigger; beyond the form, which may be closed and opened again. */
const useKept = create<Readonly<Record<string, KeptCall | undefined>>>(() => ({}));

interface Asked {
  workflowId: string;
  node: WorkflowNode;
  listening: boolean;
  call: CaughtCall | null;
}

/** Keeps what is caught as the sample of the trigger, with the ways back and forth. */
export function useKeptCall({ workflowId, node, listening, call }: Asked) {
  const pin = usePin();
  const results = useResultsStore();
  const name = nameOf(workflowId, node);
  const kept = useKept((state) => state[name]);
  const remember = (one: KeptCall | undefined) => useKept.setState({ [name]: one });

  function keep({ at, ...value }: CaughtCall): void {
    const problem = pinProblem(node, value);
    if (problem) return void toast.error(forms.webhook.use_failed(problem));
    const { pinned } = results.getState().samples;
    remember({ at, former: Object.hasOwn(pinned, node.id) ? pinned[node.id] : undefined });
    pin(node.id, value);
  }
  useEffect(() => {
    if (listening) listens(workflowId, node);
    else if (call && isNews(workflowId, node)) keep(call);
  });

  return {
    kept: kept !== undefined && kept.at === call?.at ? kept : null,
    keep,
    /** What was the sample before is it again; nothing where there was none. */
    undo: () => {
      if (!kept) return;
      remember(undefined);
      pin(node.id, kept.former);
    },
  };
}
