import { CloudOff, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { words } from '../../strings/saving.ts';
import { useManifests } from '../catalog.tsx';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';
import { usePanelsStore } from '../panels.tsx';
import { useWho } from './conflict_dialog.tsx';
import { useSaveState } from './context.tsx';
import { downloadDraft } from './download_draft.ts';
import type { SaveState } from './saver.ts';

/** Below the top bar: why nothing is saved by itself any more, and what to do. */
export function SaveBanner() {
  const state = useSaveState((now) => now);
  const dirty = useDocument(isDirty);
  const asked = asks(state, dirty);
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
function asks(state: SaveState, dirty: boolean): boolean {
  if (state.kind === 'conflict' || state.kind === 'signed_out') return true;
  return dirty && state.kind === 'refused' && state.why !== 'name_taken' && state.why !== 'name_needed';
}

function Asked({ state }: { state: SaveState }) {
  const panels = usePanelsStore();
  if (state.kind === 'conflict') return <SomebodySaved state={state} />;
  if (state.kind === 'signed_out')
    return (
      <Line text={words.state.signed_out}>
        <Button size="sm" onClick={() => panels.getState().openDialog('sign_in')}>
          {words.state.sign_in}
        </Button>
      </Line>
    );
  return state.kind === 'refused' ? <Refused state={state} /> : null;
}

function SomebodySaved({ state }: { state: Extract<SaveState, { kind: 'conflict' }> }) {
  const panels = usePanelsStore();
  const who = useWho(state.current);
  return (
    <Line text={words.state.conflict(who === words.someone ? words.someone_else : who)}>
      <Button size="sm" onClick={() => panels.getState().openDialog('conflict')}>
        {words.state.compare}
      </Button>
    </Line>
  );
}

function Refused({ state }: { state: Extract<SaveState, { kind: 'refused' }> }) {
  const panels = usePanelsStore();
  const store = useDocumentStore();
  const manifests = useManifests();
  const { why, issue } = state;
  const node_id = issue?.node_id ?? null;
  const said = {
    forbidden: words.state.forbidden,
    gone: words.state.gone,
    malformed: words.state.malformed(issue?.message ?? ''),
    name_taken: words.state.name_taken,
    name_needed: words.state.name_needed,
  }[why];
  return (
    <Line text={said}>
      {node_id !== null && (
        <Button size="sm" onClick={() => panels.getState().focus(node_id, issue?.field ?? null)}>
          {words.state.show_field}
        </Button>
      )}
      {(why === 'forbidden' || why === 'gone') && (
        <Button size="sm" onClick={() => downloadDraft(store.getState().draft, manifests)}>
          {words.state.export_copy}
        </Button>
      )}
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
