import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatRelative } from '../../../components/format.ts';
import { FieldError } from '../../../components/ui/field.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { text } from '../../../strings/builder.ts';
import { testing } from '../../../strings/tests.ts';
import { isRecord } from '../../document/edits/update_config.ts';
import { JsonEditor } from '../../expressions/json_editor.tsx';
import { recordedQuery, useLastExecutions } from './use_executions.ts';
import type { TestForm } from './use_test_form.ts';

const words = testing.dialog;
const executionPrefix = 'execution:';

/** What the trigger receives in the test: from real data, or typed. */
export function SampleChoice({ form }: { form: TestForm }) {
  const { chosen, choose, options, problem, loading, wantPreviews } = useSources(form);
  return (
    <section className="flex flex-col gap-1">
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-medium text-sm">{text.test.input}</h3>
        <Select
          aria-label={words.source}
          className="w-64"
          options={options}
          value={chosen}
          disabled={loading}
          onChange={choose}
          onOpen={wantPreviews}
        />
      </div>
      <p className="text-muted text-xs" aria-live="polite">
        {loading ? words.loading : text.test.input_hint}
      </p>
      <FieldError message={problem} />
      <JsonEditor label={text.test.input} value={form.input} onChange={(next) => form.setInput(next)} />
    </section>
  );
}

/** Where the input is from. Whoever types has typed it, whatever it was before. */
function useSources(form: TestForm) {
  const executions = useLastExecutions().data?.data ?? [];
  const client = useQueryClient();
  const [taken, setTaken] = useState<{ source: string; input: string } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  // An execution may be large: what it began with is looked up once somebody is about to choose.
  const [wanted, setWanted] = useState(false);
  const previews = useQueries({
    queries: executions.map(({ id }) => ({ ...recordedQuery(id), enabled: wanted })),
  });
  const chosen = taken?.input === form.input ? taken.source : form.isTyped ? 'typed' : startOf(form);

  async function takeExecution(source: string) {
    setLoading(true);
    try {
      const { trigger } = await client.fetchQuery(recordedQuery(source.slice(executionPrefix.length)));
      if (trigger === undefined) return void setProblem(words.too_large);
      if (trigger === null) return void setProblem(words.not_kept);
      take(source, trigger);
    } catch {
      setProblem(words.not_loaded);
    } finally {
      setLoading(false);
    }
  }

  function take(source: string, trigger: unknown) {
    form.takeTrigger(trigger);
    const data = (trigger as { data?: unknown }).data;
    setTaken({ source, input: data === undefined ? '' : JSON.stringify(data, null, 2) });
  }

  function choose(source: string) {
    setProblem(null);
    const known = form.known.find((sample) => sample.source === source);
    if (known) take(source, known.value);
    else if (source.startsWith(executionPrefix)) void takeExecution(source);
  }

  const options = [
    ...(chosen === 'typed' ? [{ value: 'typed', label: words.typed }] : []),
    ...form.known.map(({ source }) => ({ value: source as string, label: words[source] })),
    ...executions.map(({ id, number, created_at, status }, index) => ({
      value: executionPrefix + id,
      label: words.execution(number),
      description: [
        formatRelative(created_at, Date.now()),
        words.ended[status],
        previewOf(previews[index]?.data?.trigger),
      ]
        .filter(Boolean)
        .join(' · '),
    })),
  ];
  return { chosen, choose, options, problem, loading, wantPreviews: () => setWanted(true) };
}

const longestPreview = 120;

function previewOf(trigger: unknown): string {
  if (!isRecord(trigger)) return '';
  return (JSON.stringify(trigger.data) ?? '').slice(0, longestPreview);
}

/** What the editor was filled with at the beginning. */
function startOf(form: TestForm): string {
  return form.known[0]?.source ?? 'typed';
}
