import { CloudOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LostSession } from '../../api/lost_session.ts';
import { Button } from '../../components/ui/button.tsx';
import { words } from '../../strings/saving.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useWho } from './conflict_dialog.tsx';
import { conflictSentence } from './conflict_words.ts';
import { useSaveState } from './context.tsx';
import { downloadDraft } from './download_draft.ts';
import { useKeptCopy } from './kept_copy.ts';
import type { SaveState } from './saver.ts';

/** Below the top bar: why nothing is saved by itself any more, and what to do. */
export function SaveBanner() {
  const state = useSaveState((now) => now);
  const dirty = useDocument(isDirty);
  const kept = useKeptCopy((copy) => copy.kept);
  const asked = asks(state, dirty, kept);
  return (
    <div role="status">
      {asked && (
        <div className="flex items-center gap-3 border-warning-line border-b bg-warning-soft px-4 py-1.5 text-sm">
          {state.kind === 'signed_out' ? (
            <CloudOff aria-hidden className="size-4 shrink-0 text-warning" />
          ) : (
            <TriangleAlert aria-hidden className="size-4 shrink-0 text-warning" />
          )}
          <Asked state={state} />
        </div>
      )}
    </div>
  );
}

/** What goes on by itself, and what the name field says itself, is told beside the name. */
function asks(state: SaveState, dirty: boolean, kept: boolean): boolean {
  if (state.kind === 'conflict' || state.kind === 'signed_out') return true;
  if (state.kind === 'trying_again') return dirty && !kept;
  if (state.kind !== 'refused') return false;
  return state.why === 'gone' || (dirty && state.why !== 'name_taken' && state.why !== 'name_needed');
}

function Asked({ state }: { state: SaveState }) {
  if (state.kind === 'conflict') return <SomebodySaved state={state} />;
  if (state.kind === 'signed_out') return <SignedOut how={state.how} />;
  if (state.kind === 'refused') return <Refused state={state} />;
  return (
    <Line text={words.state.not_kept}>
      <Download />
    </Line>
  );
}

function SignedOut({ how }: { how: LostSession }) {
  const panels = usePanelsStore();
  return (
    <Line text={how === 'over' ? words.state.signed_out : words.state.other_person}>
      {how === 'other_person' && <Download />}
      <Button size="sm" onClick={() => panels.getState().openDialog('sign_in')}>
        {words.state.sign_in}
      </Button>
    </Line>
  );
}

function Download() {
  const store = useDocumentStore();
  const manifests = useManifests();
  return (
    <Button size="sm" onClick={() => downloadDraft(store.getState().draft, manifests)}>
      {words.state.export_copy}
    </Button>
  );
}

function SomebodySaved({ state }: { state: Extract<SaveState, { kind: 'conflict' }> }) {
  const panels = usePanelsStore();
  const who = useWho(state.current);
  return (
    <Line text={conflictSentence(who)}>
      <Button size="sm" onClick={() => panels.getState().openDialog('conflict')}>
        {words.state.compare}
      </Button>
    </Line>
  );
}

function Refused({ state }: { state: Extract<SaveState, { kind: 'refused' }> }) {
  const panels = usePanelsStore();
  const { why, issue } = state;
  const node_id = issue?.node_id ?? null;
  const said =
    why === 'malformed' ? words.state.malformed(issue?.message ?? words.state.unknown) : words.state[why];
  return (
    <Line text={said}>
      {node_id !== null && (
        <Button size="sm" onClick={() => panels.getState().focus(node_id, issue?.field ?? null)}>
          {words.state.show_field}
        </Button>
      )}
      {(why === 'forbidden' || why === 'gone' || why === 'too_large') && <Download />}
    </Line>
  );
}

function Line({ text, children }: { text: string; children: ReactNode }) {
  return (
    <>
      <p className="min-w-0 flex-1 break-words">{text}</p>
      {children}
    </>
  );
}
