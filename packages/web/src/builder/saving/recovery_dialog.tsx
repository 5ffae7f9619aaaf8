import { useMemo, useRef } from 'react';
import { formatRelative } from '../../components/format.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { Notice } from '../../components/ui/notice.tsx';
import { toast } from '../../components/ui/toast.tsx';
import { words } from '../../strings/saving.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { usePanels, usePanelsStore } from '../panels.tsx';
import { Comparison } from './comparison.tsx';
import type { LocalCopy } from './local_copy.ts';
import { useOffers } from './offers.ts';
import { restored } from './recovery.ts';
import { useCompare } from './use_compare.ts';

/** Offers what an earlier page could not save any more. */
export function RecoveryDialog() {
  const open = usePanels((state) => state.dialog === 'recovery');
  const offer = useOffers((state) => state.offers[0] ?? null);
  const panels = usePanelsStore();
  const close = () => panels.getState().openDialog(null);
  return (
    <Dialog open={open && offer !== null} onOpenChange={(next) => !next && close()}>
      {open && offer && <OpenRecovery key={offer.key} copy={offer} close={close} />}
    </Dialog>
  );
}

function OpenRecovery({ copy, close }: { copy: LocalCopy; close: () => void }) {
  const store = useDocumentStore();
  const answered = useOffers((state) => state.answered);
  const compare = useCompare();
  const current = useDocument((state) => state.saved.draft);
  const moved_on = useDocument((state) => state.saved.updated_at !== copy.updated_at);
  const first = useRef<HTMLButtonElement>(null);
  const { draft, conflicts, alone } = useMemo(() => restored(copy, current), [copy, current]);
  const changes = useMemo(() => compare(current, draft), [compare, current, draft]);

  function answer(restore: boolean) {
    if (restore) {
      store.getState().replace(draft);
      toast.success(words.recovery.restored);
    }
    answered();
    if (useOffers.getState().offers.length === 0) close();
  }
  return (
    <DialogContent
      size="md"
      // Whoever presses Enter without reading loses nothing.
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        first.current?.focus();
      }}
      title={words.recovery.title}
      description={words.recovery.body(formatRelative(new Date(copy.at).toISOString(), Date.now()))}
      footer={
        <>
          <Button onClick={() => answer(false)}>{words.recovery.discard}</Button>
          <Button ref={first} variant="primary" onClick={() => answer(true)}>
            {words.recovery.restore}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {moved_on && (
          <Notice
            tone="warning"
            title={alone ? words.recovery.alone : words.recovery.moved_on(conflicts.size)}
          />
        )}
        {copy.secrets > 0 && <Notice tone="info" title={words.recovery.secrets(copy.secrets)} />}
        <Comparison label={words.recovery.changes} changes={changes} conflicts={conflicts} />
      </div>
    </DialogContent>
  );
}
