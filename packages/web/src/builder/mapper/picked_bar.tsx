import { Button } from '../../components/ui/button.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { labelOf } from './target_pane.tsx';

/** What waits for its other end. */
export function PickedBar() {
  const { store } = useMapperData();
  const picked = useMapper((state) => state.picked);
  if (!picked) return null;
  const text =
    picked.end === 'source' ? words.picking(picked.node.name) : words.picking_target(labelOf(picked.node));
  return (
    <div className="absolute bottom-3 left-1/2 z-20 flex max-w-[80%] -translate-x-1/2 items-center gap-3 rounded-md border border-line-strong bg-raised py-1 pr-1 pl-3 text-sm shadow-float">
      <span className="min-w-0 truncate">{text}</span>
      <Button size="sm" onClick={() => store.getState().pick(null)}>
        {words.let_go_button}
      </Button>
    </div>
  );
}
