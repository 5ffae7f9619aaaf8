import type { Workflow } from '@millrace/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { keys, membersQuery, sessionQuery } from '../../api/queries.ts';
import { formatRelative } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { text } from '../../strings/builder.ts';
import { words } from '../../strings/saving.ts';
import { useDocument } from '../document/context.tsx';
import { type Merged, mergeDrafts } from '../document/diff/merge.ts';
import type { Preferred } from '../document/diff/three_way.ts';
import type { Draft } from '../document/store.ts';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { Comparison } from './comparison.tsx';
import { type ConflictWords, conflictWords } from './conflict_words.ts';
import { useSaver, useSaveState } from './context.tsx';
import { type Person, personOf } from './person.ts';
import { pathsOf } from './recovery.ts';
import { draftOf } from './stored_draft.ts';
import { useCompare } from './use_compare.ts';

type Save = (options: { overwrite: boolean }) => Promise<boolean>;

/** Somebody else saved in the meantime: what they changed beside what I changed, and what shall hold. */
export function ConflictDialog({ save }: { save: Save }) {
  const open = usePanels((state) => state.dialog === 'conflict');
  const current = useSaveState((state) => (state.kind === 'conflict' ? state.current : null));
  const panels = usePanelsStore();
  const close = () => panels.getState().openDialog(null);
  return (
    <Dialog open={open && current !== null} onOpenChange={(next) => !next && close()}>
      {open && current && <OpenConflict current={current} save={save} close={close} />}
    </Dialog>
  );
}

function OpenConflict({ current, save, close }: { current: Workflow; save: Save; close: () => void }) {
  const saver = useSaver();
  const client = useQueryClient();
  const conflict = conflictWords(useWho(current));
  const mine = useDocument((state) => state.draft);
  const base = useDocument((state) => state.saved.draft);
  const theirs = useMemo(() => draftOf(current), [current]);
  const [prefer, setPrefer] = useState<Preferred | null>(null);
  const merged = useMemo(
    () => (theirs ? mergeDrafts(base, mine, theirs, prefer ?? 'mine') : null),
    [base, mine, theirs, prefer],
  );
  const mergeable =
    merged?.kind === 'merged' && (merged.conflicts.length === 0 || prefer) ? merged.draft : null;

  function settle(draft: Draft | undefined, said: string) {
    saver.resolve(current, draft);
    client.setQueryData(keys.workflow(current.id), current);
    toast.success(said);
    close();
    if (draft) void saver.save({ by_hand: true });
  }
  return (
    <DialogContent
      size="lg"
      title={conflict.title}
      description={conflict.body(formatRelative(current.updated_at, Date.now()))}
      footer={
        <>
          <Button onClick={close}>{text.top.cancel}</Button>
          <Button
            onClick={() => {
              close();
              void save({ overwrite: true });
            }}
          >
            {conflict.keep_mine}
          </Button>
          <Button disabled={!theirs} onClick={() => settle(undefined, conflict.took_theirs)}>
            {conflict.take_theirs}
          </Button>
          <Button
            variant="primary"
            disabled={!mergeable}
            onClick={() => mergeable && settle(mergeable, words.conflict.merged)}
          >
            {words.conflict.merge}
          </Button>
        </>
      }
    >
      <Verdict conflict={conflict} merged={merged} prefer={prefer} onPrefer={setPrefer} />
      {theirs && <BothSides base={base} mine={mine} theirs={theirs} merged={merged} conflict={conflict} />}
    </DialogContent>
  );
}

interface VerdictProps {
  conflict: ConflictWords;
  merged: Merged | null;
  prefer: Preferred | null;
  onPrefer: (prefer: Preferred) => void;
}

/** Whether both can be kept, and if not, why. */
function Verdict({ conflict, merged, prefer, onPrefer }: VerdictProps) {
  if (!merged) return <Notice tone="danger" title={conflict.unreadable} />;
  if (merged.kind === 'refused')
    return <Notice tone="warning" title={words.conflict.cannot_merge[merged.reason]} />;
  const count = merged.conflicts.length;
  return count === 0 ? (
    <Notice tone="info" title={conflict.can_merge} />
  ) : (
    <Notice
      tone="warning"
      title={conflict.marked(count)}
      actions={(['mine', 'theirs'] as const).map((each) => (
        <Button
          key={each}
          size="sm"
          aria-pressed={prefer === each}
          className="aria-pressed:border-accent aria-pressed:text-accent-text"
          onClick={() => onPrefer(each)}
        >
          {prefer === each && <Check aria-hidden />}
          {conflict.prefer[each]}
        </Button>
      ))}
    />
  );
}

interface BothSidesProps {
  base: Draft;
  mine: Draft;
  theirs: Draft;
  merged: Merged | null;
  conflict: ConflictWords;
}

function BothSides({ base, mine, theirs, merged, conflict }: BothSidesProps) {
  const compare = useCompare();
  const conflicts = useMemo(() => pathsOf(merged?.kind === 'merged' ? merged.conflicts : []), [merged]);
  const [them, me] = useMemo(
    () => [compare(base, theirs), compare(base, mine)],
    [compare, base, mine, theirs],
  );
  return (
    <div className="mt-4 grid grid-cols-2 gap-5">
      <Comparison label={conflict.theirs} changes={them} conflicts={conflicts} />
      <Comparison label={conflict.mine} changes={me} conflicts={conflicts} />
    </div>
  );
}

/** Whoever saved it, as far as this person may know. */
export function useWho(workflow: Workflow | null): Person {
  const members = useQuery({ ...membersQuery({ limit: 100 }), enabled: workflow !== null }).data;
  const session = useQuery(sessionQuery()).data;
  return personOf(workflow?.updated_by ?? null, members?.data ?? [], session?.user.id ?? null);
}
