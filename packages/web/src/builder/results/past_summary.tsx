import { StepForward } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '../../components/ui/popover.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useDocument, useReadOnly } from '../document/context.tsx';
import type { Change } from '../document/diff/changes.ts';
import { useResults } from './context.tsx';
import type { RanOn } from './store.ts';
import { useRan } from './use_ran.ts';
import { useTestPart } from './use_test_part.ts';

const words = knowing.past;

/** Of an execution: what is different in the draft, and the way to try what failed. */
export function PastSummary() {
  const loaded = useResults((state) => state.run?.loaded);
  const { ran, changes } = useRan();
  // Of one that was just started nothing is said where the draft is what ran.
  if (!ran || (!loaded && changes?.length === 0)) return null;
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-line border-b bg-sunken/50 px-3 py-1.5">
      <Since ran={ran} changes={changes} />
      <span className="ml-auto">
        <FromFailed />
      </span>
    </div>
  );
}

function Since({ ran, changes }: { ran: RanOn; changes: Change[] | null }) {
  if (changes === null) return <span className="text-muted text-xs">{words.unreadable}</span>;
  if (changes.length === 0) return <span className="text-muted text-xs">{words.same}</span>;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="sm" variant="ghost" className="text-warning">
          {words.differs(ran.version, changes.length)}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label={words.differs_title} align="end" className="w-80">
        <h4 className="mb-1.5 font-medium text-sm">{words.differs_title}</h4>
        <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto text-sm">
          {changes.map(({ path, title, verb, fields }) => (
            <li key={path}>
              <span className="font-medium">{title}</span>{' '}
              <span className="text-muted">
                {words.verbs[verb]}
                {fields.length > 0 && `: ${fields.map((field) => field.title).join(', ')}`}
              </span>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}

/** With the results of the steps before it, and the step as it is in the draft now. */
function FromFailed() {
  const failed = useResults((state) => state.run?.steps.find(({ status }) => status === 'error')?.node_id);
  const node = useDocument((state) => state.draft.definition.nodes.find(({ id }) => id === failed));
  const readOnly = useReadOnly();
  const test = useTestPart();
  if (!node || readOnly || node.type === 'trigger') return null;
  return (
    <Button size="sm" onClick={() => test(node, 'from')}>
      <StepForward aria-hidden />
      {words.from_failed}
    </Button>
  );
}
