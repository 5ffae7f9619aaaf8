import type { CaughtCall, WorkflowNode } from '@millrace/core';
import { Check, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { formatRelative } from '../../../components/format.ts';
import { JsonViewer } from '../../../components/json_viewer/json_viewer.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Tab, TabPanel, Tabs, TabsList } from '../../../components/ui/tabs.tsx';
import { toast } from '../../../components/ui/toast.tsx';
import { forms } from '../../../strings/forms.ts';
import { pinProblem } from '../../results/pin_problem.ts';
import { usePin } from '../../results/use_pins.ts';

const words = forms.webhook;
const parts = ['data', 'headers', 'query'] as const;

interface CaughtProps {
  node: WorkflowNode;
  call: CaughtCall;
  onDiscard: () => void;
}

/** A call that was caught: what came, and to keep it as the sample of the trigger. */
export function Caught({ node, call, onDiscard }: CaughtProps) {
  const pin = usePin();
  const [used, setUsed] = useState<string | null>(null);
  const { at, ...value } = call;

  function use() {
    const problem = pinProblem(node, value);
    if (problem) return void toast.error(words.use_failed(problem));
    pin(node.id, value);
    setUsed(at);
  }

  return (
    <section
      aria-label={words.parts_of}
      className="flex flex-col gap-2 rounded-md border border-success-line p-3"
    >
      <p className="flex items-center gap-2 font-medium text-sm">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        {words.caught(call.method, formatRelative(at, Date.now()))}
      </p>
      <Tabs defaultValue="data" className="flex flex-col gap-2">
        <TabsList aria-label={words.parts_of}>
          {parts.map((part) => (
            <Tab key={part} value={part}>
              {words.parts[part]}
            </Tab>
          ))}
        </TabsList>
        {parts.map((part) => (
          <TabPanel key={part} value={part} className="outline-none">
            <JsonViewer
              value={call[part]}
              label={words.parts[part]}
              expression={`trigger.${part}`}
              maxHeight={280}
            />
          </TabPanel>
        ))}
      </Tabs>
      {Object.values(call.headers).includes('***') && <p className="text-muted text-xs">{words.masked}</p>}
      {used === at ? (
        <p role="status" className="flex items-start gap-2 text-sm">
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          {words.used}
        </p>
      ) : (
        <div className="flex gap-2">
          <Button variant="primary" onClick={use}>
            {words.use}
          </Button>
          <Button onClick={onDiscard}>{words.discard}</Button>
        </div>
      )}
    </section>
  );
}
