import type { CaughtCall } from '@millrace/core';
import { Check, CircleCheck } from 'lucide-react';
import { formatRelative } from '../../../components/format.ts';
import { JsonViewer } from '../../../components/json_viewer/json_viewer.tsx';
import { Button } from '../../../components/ui/button.tsx';
import { Tab, TabPanel, Tabs, TabsList } from '../../../components/ui/tabs.tsx';
import { forms } from '../../../strings/forms.ts';
import { results } from '../../../strings/results.ts';
import type { KeptCall } from './kept_call.ts';

const words = forms.webhook;
const parts = ['data', 'headers', 'query'] as const;

interface CaughtProps {
  call: CaughtCall;
  /** Set while it is the sample. */
  kept: KeptCall | null;
  onKeep: () => void;
  onUndo: () => void;
  onDiscard: () => void;
}

/** A call that was caught: what came, that it is the sample of the trigger now, and the way back. */
export function Caught({ call, kept, onKeep, onUndo, onDiscard }: CaughtProps) {
  return (
    <section
      aria-label={words.parts_of}
      className="flex flex-col gap-2 rounded-md border border-success-line p-3"
    >
      <p className="flex items-center gap-2 font-medium text-sm">
        <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
        {words.caught(call.method, formatRelative(call.at, Date.now()))}
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
      {kept && (
        <p className="flex items-start gap-2 text-sm">
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-success" />
          {words.used}
        </p>
      )}
      <div className="flex gap-2">
        {/* One button, so that the focus stays on it. */}
        <Button variant={kept ? 'secondary' : 'primary'} onClick={kept ? onUndo : onKeep}>
          {!kept ? words.use : kept.former === undefined ? results.caught.undo : results.caught.keep_former}
        </Button>
        {!kept && <Button onClick={onDiscard}>{words.discard}</Button>}
      </div>
    </section>
  );
}
