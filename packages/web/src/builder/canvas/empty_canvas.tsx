import { text } from '../../strings/builder.ts';
import { useDocument, useDocumentStore, useReadOnly } from '../document/context.tsx';
import { focusSelected } from '../small/focus_selected.ts';
import { NodeIcon } from './node_icon.tsx';
import { useAddNode } from './use_add_node.ts';

const starts = ['webhook', 'schedule', 'event', 'manual'] as const;

/** What an empty canvas teaches: a workflow starts with a trigger. */
export function EmptyCanvas() {
  const empty = useDocument((state) => state.draft.definition.nodes.length === 0);
  const readOnly = useReadOnly();
  const add = useAddNode();
  const store = useDocumentStore();
  if (!empty) return null;
  if (readOnly) {
    return (
      <p className="pointer-events-none absolute inset-0 flex items-center justify-center text-muted">
        {text.canvas.empty_read_only}
      </p>
    );
  }
  return (
    <div className="pointer-events-none absolute inset-0 z-10 flex items-center justify-center p-6 max-[1080px]:pt-2 max-[1080px]:pr-3 max-[1080px]:pb-14 max-[1080px]:pl-32">
      <div className="pointer-events-auto max-h-full w-full max-w-md overflow-y-auto rounded-xl border border-line-strong bg-surface p-5 [@media(height<30rem)]:p-3">
        <h2 className="font-semibold text-lg">{text.canvas.start_title}</h2>
        <p className="mt-1 text-muted text-sm [@media(height<26rem)]:hidden">{text.canvas.start_body}</p>
        <ul className="mt-4 grid [@media(height<30rem)]:mt-2 grid-cols-2 gap-2">
          {starts.map((subtype) => (
            <li key={subtype}>
              <button
                type="button"
                className="flex h-full w-full items-start gap-2.5 rounded-md border border-line-strong p-2.5 text-left transition-colors duration-150 hover:border-control hover:bg-hover"
                onClick={() => {
                  add(subtype);
                  // What was clicked is gone.
                  focusSelected(store);
                }}
              >
                <NodeIcon subtype={subtype} />
                <span className="min-w-0">
                  <span className="block font-medium text-sm">{text.canvas.start_sample[subtype]}</span>
                  <span className="block text-muted text-xs [@media(height<26rem)]:hidden">
                    {text.canvas.start_hint[subtype]}
                  </span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        <p className="mt-3 text-muted text-xs [@media(height<26rem)]:hidden">{text.canvas.start_other}</p>
      </div>
    </div>
  );
}
