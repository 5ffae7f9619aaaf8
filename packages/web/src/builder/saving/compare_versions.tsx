import { parseDefinition } from '@millrace/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { versionQuery } from '../../api/queries.ts';
import { Button } from '../../components/ui/button.tsx';
import { Dialog, DialogContent } from '../../components/ui/dialog.tsx';
import { ErrorState } from '../../components/ui/error_state.tsx';
import { Field } from '../../components/ui/field.tsx';
import { Select } from '../../components/ui/select.tsx';
import { Skeleton } from '../../components/ui/skeleton.tsx';
import { words } from '../../strings/saving.ts';
import { offerUndo } from '../adding/offer_undo.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import type { Draft } from '../document/store.ts';
import { Comparison } from './comparison.tsx';
import { useCompare } from './use_compare.ts';

const text = words.versions;
/** More are not offered to compare with; a number that is needed can be compared the other way round. */
const mostOffered = 50;

interface CompareVersionsProps {
  /** The version to compare; null while the dialog is closed. */
  version: number | null;
  /** The newest version there is. */
  newest: number;
  onClose: () => void;
}

/** A version beside the draft or another version, and the way back to it. */
export function CompareVersions({ version, newest, onClose }: CompareVersionsProps) {
  return (
    <Dialog open={version !== null} onOpenChange={(open) => !open && onClose()}>
      {version !== null && <OpenCompare key={version} version={version} newest={newest} onClose={onClose} />}
    </Dialog>
  );
}

function OpenCompare({ version, newest, onClose }: CompareVersionsProps & { version: number }) {
  const store = useDocumentStore();
  const readOnly = useReadOnly();
  const [against, setAgainst] = useState('draft');
  const chosen = useVersion(version);
  const draft = useDocument((state) => state.draft);
  const others = [...Array(newest).keys()]
    .map((index) => newest - index)
    .filter((each) => each !== version)
    .slice(0, mostOffered);

  function restore() {
    if (!chosen.draft) return;
    const { definition } = chosen.draft;
    // The name is the workflow's, not the version's.
    store.getState().edit(() => definition);
    offerUndo(store, text.restored(version), text.undo_restored);
    onClose();
  }
  return (
    <DialogContent
      size="md"
      title={text.title(version)}
      description={readOnly ? undefined : text.secrets}
      footer={
        <>
          <Button onClick={onClose}>{words.others.close}</Button>
          {!readOnly && (
            <Button variant="primary" disabled={!chosen.draft} onClick={restore}>
              {text.restore}
            </Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Field label={text.against}>
          {(control) => (
            <Select
              {...control}
              aria-label={text.against}
              options={[
                { value: 'draft', label: text.draft },
                ...others.map((each) => ({ value: String(each), label: text.version(each) })),
              ]}
              value={against}
              onChange={setAgainst}
            />
          )}
        </Field>
        {against === 'draft' ? (
          <Difference version={version} chosen={chosen} other={draft} against={null} />
        ) : (
          <WithVersion version={version} chosen={chosen} against={Number(against)} />
        )}
      </div>
    </DialogContent>
  );
}

type Loaded = ReturnType<typeof useVersion>;

function WithVersion({ version, chosen, against }: { version: number; chosen: Loaded; against: number }) {
  const other = useVersion(against);
  if (other.failure) return other.failure;
  return <Difference version={version} chosen={chosen} other={other.draft} against={against} />;
}

interface DifferenceProps {
  version: number;
  chosen: Loaded;
  other: Draft | null;
  /** What the other one is: a version, or null for the draft. */
  against: number | null;
}

/** From the older to the newer one. */
function Difference({ version, chosen, other, against }: DifferenceProps) {
  const compare = useCompare();
  const later = against === null || against > version;
  const otherName = against === null ? text.draft : text.version(against);
  const changes = useMemo(() => {
    if (!chosen.draft || !other) return null;
    // Versions have no name of their own.
    const mine = { ...chosen.draft, name: other.name };
    return later ? compare(mine, other) : compare(other, mine);
  }, [chosen.draft, other, compare, later]);
  if (chosen.failure) return chosen.failure;
  if (!changes) return <Skeleton className="h-24 w-full" />;
  const [from, to] = later ? [text.version(version), otherName] : [otherName, text.version(version)];
  return <Comparison label={text.from_to(from.toLowerCase(), to.toLowerCase())} changes={changes} />;
}

function useVersion(version: number) {
  const workflowId = useDocument((state) => state.workflowId);
  const query = useQuery(versionQuery(workflowId, version));
  const read = useMemo((): Draft | 'unreadable' | null => {
    if (!query.data) return null;
    try {
      return { name: '', definition: parseDefinition(query.data.workflow_definition) };
    } catch {
      return 'unreadable';
    }
  }, [query.data]);
  const failure =
    read === 'unreadable' ? (
      <p className="text-danger text-sm">{text.unreadable}</p>
    ) : query.error ? (
      <ErrorState title={text.failed} error={query.error} onRetry={() => void query.refetch()} />
    ) : null;
  return { draft: read === 'unreadable' ? null : read, failure };
}
