import { Pin } from 'lucide-react';
import { Badge } from '../../components/ui/badge.tsx';
import { knowing } from '../../strings/knowing.ts';
import { useDocument } from '../document/context.tsx';
import { useResults } from '../results/context.tsx';
import { isPinned } from '../results/samples.ts';

const words = knowing.pin;

/** Says which steps of a test give their pinned sample instead of running. */
export function PinnedNote() {
  const samples = useResults((state) => state.samples);
  const nodes = useDocument((state) => state.draft.definition.nodes);
  const pinned = nodes.filter((node) => node.type !== 'trigger' && isPinned(samples, node.id));
  if (pinned.length === 0) return null;
  return (
    <section className="flex flex-col gap-1">
      <h3 className="font-medium text-sm">{words.in_tests(pinned.length)}</h3>
      <p className="text-muted text-xs">{words.in_tests_hint}</p>
      <ul className="mt-1 flex flex-wrap gap-1">
        {pinned.map((node) => (
          <li key={node.id}>
            <Badge tone="accent" className="max-w-60">
              <Pin aria-hidden />
              <span className="truncate">{node.label}</span>
            </Badge>
          </li>
        ))}
      </ul>
    </section>
  );
}
