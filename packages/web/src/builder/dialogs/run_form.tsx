import { workflowRoutes } from '@millrace/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { messageOf } from '../../api/errors.ts';
import { workflowQuery } from '../../api/queries.ts';
import { Button } from '../../components/ui/button.tsx';
import { DialogContent } from '../../components/ui/dialog.tsx';
import { FieldError } from '../../components/ui/field.tsx';
import { text } from '../../strings/builder.ts';
import { results as sentences } from '../../strings/results.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { isDirty } from '../document/store.ts';
import { JsonEditor } from '../expressions/json_editor.tsx';
import { parseJson } from '../expressions/parse_json.ts';
import { usePanelsStore } from '../panels.tsx';
import { useResultsStore } from '../results/context.tsx';
import { asText, startInput } from './run_input.ts';

const words = text.run;

/** What the deployed version is started with. */
export function RunForm({ close }: { close: () => void }) {
  const store = useDocumentStore();
  const results = useResultsStore();
  const panels = usePanelsStore();
  const description = useWhatStarts();
  const [input, setInput] = useState(() =>
    asText(startInput(store.getState().draft.definition, results.getState().samples)),
  );
  const parsed = parseJson(input);
  const run = useMutation({
    mutationFn: (value: unknown) => {
      results.getState().expectRun();
      return call(workflowRoutes.execute, {
        params: { id: store.getState().workflowId },
        body: value === undefined ? {} : { input: value },
      });
    },
    onSuccess: (answer) => {
      results.getState().watch((answer as { execution_id: string }).execution_id);
      close();
      panels.getState().openDrawer('steps');
    },
  });
  return (
    <DialogContent
      size="md"
      title={words.title}
      description={description}
      footer={
        <>
          <Button onClick={close}>{text.top.cancel}</Button>
          <Button
            variant="primary"
            loading={run.isPending}
            disabled={!parsed.ok}
            onClick={() => parsed.ok && run.mutate(parsed.value)}
          >
            <Play aria-hidden />
            {words.run}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <h3 className="font-medium text-sm">{words.input}</h3>
        <JsonEditor label={words.input} value={input} onChange={setInput} />
        {run.error && <FieldError message={messageOf(run.error, words.failed)} />}
      </div>
    </DialogContent>
  );
}

/** The version that runs, and that it is not the draft beside it where they differ. */
function useWhatStarts(): string {
  const id = useDocument((state) => state.workflowId);
  const dirty = useDocument(isDirty);
  const workflow = useQuery({ ...workflowQuery(id), staleTime: Number.POSITIVE_INFINITY }).data;
  if (!workflow) return words.description;
  const { version, has_changes } = workflow;
  return dirty || has_changes ? sentences.ran.starts_without(version) : sentences.ran.starts(version);
}
