import { Shuffle } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { fieldIn } from './drops.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { childrenOf, isFoldable, type SourceNode } from './source_tree.ts';
import { AddField, FromSample } from './target_tools.tsx';

/** Nothing is known of the target yet: the ways to begin. */
export function EmptyTarget({ onTaken }: { onTaken: () => void }) {
  const { roots, store, readOnly, connect } = useMapperData();
  const picked = useMapper((state) => state.picked);
  const best = nearest(roots);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the buttons below do the same with keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <div
      data-new-target
      className="m-4 flex flex-1 flex-col items-center justify-center gap-3 rounded-md border border-line-strong border-dashed p-6 text-center"
      onClick={() => picked?.end === 'source' && connect(picked.node, null)}
    >
      <Shuffle aria-hidden className="size-6 text-faint" />
      <p className="font-medium">{words.empty_target}</p>
      <p className="max-w-96 text-muted text-sm">{words.empty_target_hint}</p>
      {!readOnly && (
        <div className="flex flex-wrap justify-center gap-2">
          <FromSample />
          <AddField onTaken={onTaken} />
          {best && (
            <Button
              size="sm"
              onClick={() =>
                store.getState().add(
                  childrenOf(best).map((child) => ({
                    target_field: fieldIn('', child.name),
                    source_path: child.path,
                  })),
                )
              }
            >
              {words.take_all(best.source?.label ?? best.name)}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** The object with fields that is nearest to the step: its input, or what the step before gave. */
function nearest(roots: readonly SourceNode[]): SourceNode | null {
  // A condition passes data on and has none that another system would take.
  const steps = roots.filter(({ source }) =>
    source?.node ? source.node.type !== 'conditional' : source?.name === '',
  );
  const root = steps.find(({ source }) => source?.name === '') ?? steps.at(-1);
  if (!root || !isFoldable(root)) return null;
  const data = childrenOf(root).find(({ name }) => name === 'data' || name === 'body');
  const best = data && isFoldable(data) && data.type === 'object' ? { ...data, source: root.source } : root;
  return best.type === 'object' ? best : null;
}
