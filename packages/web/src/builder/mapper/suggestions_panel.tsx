import { Check, X } from 'lucide-react';
import { Button } from '../../components/ui/button.tsx';
import { IconButton } from '../../components/ui/icon_button.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { inline } from '../expressions/evaluate.ts';
import type { Suggestion } from './auto_map.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';
import { PaneHead } from './source_pane.tsx';

/** What automatic mapping offers. Dashed lines on the board show the same; nothing is mapped before it is accepted. */
export function SuggestionsPanel({ offered }: { offered: readonly Suggestion[] }) {
  const { store } = useMapperData();
  const taken = useMapper((state) => state.drafts);
  const mapped = new Set(taken.map(({ mapping }) => mapping.target_field));
  const open = offered.filter(({ target }) => !mapped.has(target.id));

  function settle(one: Suggestion, accepted: boolean) {
    const { add, offer, say } = store.getState();
    const rest = open.filter((other) => other !== one);
    if (accepted) {
      add([one.mapping]);
      say(words.mapped(one.source.path, one.target.id));
    }
    offer(rest.length > 0 ? rest : null);
  }
  function settleAll(accepted: boolean) {
    const { add, offer, say } = store.getState();
    if (accepted) {
      add(open.map(({ mapping }) => mapping));
      say(words.mapped_many(open.length));
    }
    offer(null);
  }

  return (
    <section
      aria-label={words.suggestions}
      className="flex min-h-0 min-w-0 flex-col border-line border-l @max-[48rem]:max-h-72 @max-[48rem]:border-t @max-[48rem]:border-l-0"
    >
      <PaneHead title={words.suggestions}>
        <IconButton size="sm" label={words.decline_all} onClick={() => settleAll(false)}>
          <X aria-hidden />
        </IconButton>
      </PaneHead>
      {open.length === 0 ? (
        <p className="px-3 py-3 text-muted text-sm">{words.auto_none}</p>
      ) : (
        <>
          <div className="flex flex-col gap-2 border-line border-b p-3">
            <p className="text-muted text-xs">{words.suggestions_hint}</p>
            <Button autoFocus variant="primary" size="sm" onClick={() => settleAll(true)}>
              <Check aria-hidden />
              {words.accept_all(open.length)}
            </Button>
          </div>
          <ul className="min-h-0 flex-1 overflow-y-auto" aria-label={words.suggestions}>
            {open.map((one) => (
              <SuggestionRow key={one.target.id} one={one} onSettle={(accepted) => settle(one, accepted)} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

function SuggestionRow({ one, onSettle }: { one: Suggestion; onSettle: (accepted: boolean) => void }) {
  const { source, target, confidence, why } = one;
  const percent = Math.round(confidence * 100);
  return (
    <li className="flex items-center gap-1 border-line border-b px-3 py-1.5 text-xs">
      <div className="flex min-w-0 flex-1 flex-col">
        <code className="min-w-0 truncate font-mono" title={target.id}>
          {target.id}
        </code>
        <span className="flex min-w-0 items-baseline gap-1">
          <span aria-hidden className="text-faint">
            ←
          </span>
          <code className="min-w-0 truncate font-mono text-muted" title={source.path} dir="rtl">
            <bdi>{source.path}</bdi>
          </code>
        </span>
        <span className="flex items-center gap-1.5 text-muted">
          <Meter share={confidence} />
          <span className="shrink-0">
            {words.sure(percent)}, {words.why[why]}
          </span>
          <code className="min-w-0 truncate font-mono text-faint">{inline(source.value, 40)}</code>
        </span>
      </div>
      <IconButton size="sm" label={words.accept(target.id)} onClick={() => onSettle(true)}>
        <Check aria-hidden />
      </IconButton>
      <IconButton size="sm" label={words.decline(target.id)} onClick={() => onSettle(false)}>
        <X aria-hidden />
      </IconButton>
    </li>
  );
}

function Meter({ share }: { share: number }) {
  return (
    <span aria-hidden className="h-1 w-10 shrink-0 overflow-hidden rounded-full bg-line">
      <span className="block h-full bg-accent" style={{ width: `${share * 100}%` }} />
    </span>
  );
}
