import { errorMock, type MockError, mockErrorOf } from '@millrace/core';
import { History, Shapes } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../../components/ui/badge.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { cn } from '../../../components/ui/cn.ts';
import { Field } from '../../../components/ui/field.tsx';
import { FoldButton, useFold } from '../../../components/ui/fold.tsx';
import { Input } from '../../../components/ui/input.tsx';
import { Select } from '../../../components/ui/select.tsx';
import { text } from '../../../strings/builder.ts';
import { testing } from '../../../strings/tests.ts';
import { NodeIcon } from '../../canvas/node_icon.tsx';
import { JsonEditor } from '../../expressions/json_editor.tsx';
import { parseJson } from '../../expressions/parse_json.ts';
import { useRecorder } from './use_recorder.ts';
import type { MockRow, TestForm } from './use_test_form.ts';

const words = testing.dialog;

/** What the steps that would go out answer in the test; each can be changed, fail, or say what it really said. */
export function MockList({ form }: { form: TestForm }) {
  const { mocks } = form;
  const recorder = useRecorder(form);
  if (mocks.length === 0) return null;
  return (
    <section>
      <div className="flex items-center justify-between gap-3">
        <h3 className="font-medium text-sm">{text.test.mocks}</h3>
        {recorder.hasExecutions && (
          <Button
            size="sm"
            loading={recorder.recording}
            onClick={() => void recorder.record(mocks.map(({ node }) => node.id))}
          >
            <History aria-hidden />
            {words.record_all}
          </Button>
        )}
      </div>
      <p className="mb-2 text-muted text-xs">{text.test.mocks_hint}</p>
      <ul className="overflow-hidden rounded-md border border-line-strong">
        {mocks.map((mock) => (
          <Mock
            key={mock.node.id}
            mock={mock}
            onChange={(next) => form.setMock(mock.node.id, next)}
            onRecord={recorder.hasExecutions ? () => void recorder.record([mock.node.id]) : undefined}
          />
        ))}
      </ul>
    </section>
  );
}

interface MockProps {
  mock: MockRow;
  onChange: (text: string) => void;
  onRecord?: () => void;
}

function Mock({ mock, onChange, onRecord }: MockProps) {
  const { node, text: value } = mock;
  const fold = useFold();
  const parsed = parseJson(value);
  const error = parsed.ok ? mockErrorOf(parsed.value) : null;
  return (
    <li className="border-line border-b last:border-b-0">
      <FoldButton fold={fold} className="w-full gap-2 px-2.5 py-2 text-left hover:bg-hover">
        <NodeIcon subtype={node.subtype} className="size-6 rounded-sm" />
        <span className="min-w-0 flex-1 truncate text-sm">{node.label}</span>
        {error && <Badge tone="danger">{words.fails_mark}</Badge>}
        <code className={cn('font-mono text-xs', parsed.ok ? 'text-muted' : 'text-danger')}>{node.key}</code>
      </FoldButton>
      {fold.open && (
        <div id={fold.id} className="flex flex-col gap-2 p-2.5 pt-0">
          <div className="flex flex-wrap items-center gap-2">
            <Behaviour mock={mock} error={error} onChange={onChange} />
            {mock.made !== undefined && (
              <Button size="sm" variant="ghost" onClick={() => onChange(mock.made!)}>
                <Shapes aria-hidden />
                {words.from_schema}
              </Button>
            )}
            {onRecord && (
              <Button size="sm" variant="ghost" onClick={onRecord}>
                <History aria-hidden />
                {words.from_execution}
              </Button>
            )}
          </div>
          {error ? (
            <ErrorFields
              error={error}
              onChange={(next) => onChange(JSON.stringify(errorMock(next), null, 2))}
            />
          ) : (
            <JsonEditor label={text.test.mock_of(node.label)} value={value} onChange={onChange} />
          )}
        </div>
      )}
    </li>
  );
}

/** What it answered before comes back when it shall not fail after all. */
function Behaviour({
  mock,
  error,
  onChange,
}: {
  mock: MockRow;
  error: MockError | null;
  onChange: (text: string) => void;
}) {
  const [answer, setAnswer] = useState(error ? (mock.made ?? '{}') : mock.text);
  return (
    <Select
      aria-label={words.behaviour(mock.node.label)}
      className="h-7 w-32 text-xs"
      options={[
        { value: 'answers', label: words.answers },
        { value: 'fails', label: words.fails },
      ]}
      value={error ? 'fails' : 'answers'}
      onChange={(next) => {
        if (next === 'answers') return onChange(answer);
        setAnswer(mock.text);
        onChange(
          JSON.stringify(errorMock({ message: words.default_message, code: 'http_status', status: 503 })),
        );
      }}
    />
  );
}

function ErrorFields({ error, onChange }: { error: MockError; onChange: (error: MockError) => void }) {
  // As typed: an empty message would be filled by what stands for it.
  const [typed, setTyped] = useState<{ message: string; code: string; status: string }>({
    message: error.message,
    code: error.code,
    status: error.status === undefined ? '' : String(error.status),
  });
  const change = (part: Partial<typeof typed>) => {
    const next = { ...typed, ...part };
    setTyped(next);
    const status = Number(next.status);
    onChange({
      message: next.message,
      code: next.code,
      ...(next.status.trim() !== '' && Number.isInteger(status) && { status }),
    });
  };
  return (
    <div className="grid grid-cols-[1fr_10rem_6rem] gap-2">
      <Field label={words.message}>
        {(control) => (
          <Input
            {...control}
            value={typed.message}
            onChange={(event) => change({ message: event.target.value })}
          />
        )}
      </Field>
      <Field label={words.code}>
        {(control) => (
          <Input {...control} value={typed.code} onChange={(event) => change({ code: event.target.value })} />
        )}
      </Field>
      <Field label={words.status}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={typed.status}
            onChange={(event) => change({ status: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
