import { useDocument } from '../document/context.tsx';
import type { Change } from '../document/diff/changes.ts';
import type { Draft } from '../document/store.ts';
import { useResults } from './context.tsx';
import type { RanOn } from './store.ts';
import { changesSince } from './use_past_execution.ts';

/** Several places ask the same of one draft. */
const compared = new WeakMap<Draft, { ran: RanOn; changes: Change[] | null }>();

interface Ran {
  /** Unknown for a test, and until the stored execution was read. */
  ran: RanOn | undefined;
  /** Where the draft is something else; null when that cannot be read any more. */
  changes: Change[] | null;
}

/** What the shown execution ran on, and where the draft differs from that now. */
export function useRan(): Ran {
  const ran = useResults((state) => state.run?.ran);
  const draft = useDocument((state) => state.draft);
  return { ran, changes: ran ? changesOf(ran, draft) : [] };
}

function changesOf(ran: RanOn, draft: Draft): Change[] | null {
  const known = compared.get(draft);
  if (known?.ran === ran) return known.changes;
  const changes = changesSince(ran, draft);
  compared.set(draft, { ran, changes });
  return changes;
}
