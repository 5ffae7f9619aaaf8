import { FlaskConical, Plus, Upload } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '../../components/ui/button.tsx';
import { strings } from '../../strings/en.ts';
import type { NewWorkflow } from './use_new_workflow.ts';

const t = strings.workflows;

/** New Workflow, Try a sample, Import; `teach` puts the two for a newcomer first. */
export function NewWorkflowButtons({ creation, teach }: { creation: NewWorkflow; teach?: boolean }) {
  const file = useRef<HTMLInputElement>(null);
  const busy = creation.creating || creation.sampling || creation.importing;

  const fresh = (
    <Button
      key="new"
      variant="primary"
      loading={creation.creating}
      disabled={busy}
      onClick={() => void creation.create()}
    >
      {!creation.creating && <Plus aria-hidden />}
      {t.new}
    </Button>
  );
  const sample = (
    <Button key="sample" loading={creation.sampling} disabled={busy} onClick={() => void creation.sample()}>
      {!creation.sampling && <FlaskConical aria-hidden />}
      {t.sample}
    </Button>
  );
  const load = (
    <Button
      key="import"
      variant={teach ? 'ghost' : 'secondary'}
      loading={creation.importing}
      disabled={busy}
      onClick={() => file.current?.click()}
    >
      {!creation.importing && <Upload aria-hidden />}
      {t.import}
    </Button>
  );

  return (
    <>
      {teach ? [fresh, sample, load] : [load, sample, fresh]}
      <input
        ref={file}
        type="file"
        accept="application/json,.json"
        aria-label={t.import_file}
        hidden
        onChange={(event) => {
          const chosen = event.target.files?.[0];
          // Emptied, so that choosing the same file again counts as a choice.
          event.target.value = '';
          if (chosen) void creation.importFile(chosen);
        }}
      />
    </>
  );
}
