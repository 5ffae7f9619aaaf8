import { useMemo } from 'react';
import { Popover, PopoverAnchor, PopoverContent } from '../../components/ui/popover.tsx';
import { mapper as words } from '../../strings/mapper.ts';
import { useMapper, useMapperData } from './mapper_context.tsx';

interface DropChoiceProps {
  onChosen: (mappings: number) => void;
}

/** Asks at the field in which of several ways the source shall go into it. */
export function DropChoice({ onChosen }: DropChoiceProps) {
  const { store } = useMapperData();
  const choice = useMapper((state) => state.choice);
  const anchor = useMemo(
    () => ({
      current: {
        getBoundingClientRect: () =>
          document
            .querySelector(`[data-target="${CSS.escape(choice?.target ?? '')}"]`)
            ?.getBoundingClientRect() ?? new DOMRect(window.innerWidth / 2, window.innerHeight / 2),
      },
    }),
    [choice?.target],
  );
  if (!choice) return null;
  const title = words.choose(choice.target);
  return (
    <Popover open onOpenChange={(open) => !open && store.getState().choose(null)}>
      <PopoverAnchor virtualRef={anchor} />
      <PopoverContent
        align="start"
        aria-label={title}
        className="w-80 p-1"
        onCloseAutoFocus={(event) => event.preventDefault()}
      >
        <p className="px-2 py-1.5 text-muted text-xs">{title}</p>
        {choice.choices.map((each) => (
          <button
            key={each.id}
            type="button"
            className="flex w-full flex-col items-start rounded-sm px-2 py-1.5 text-left text-sm outline-none hover:bg-hover focus-visible:bg-hover"
            onClick={() => {
              store.getState().choose(null);
              store.getState().add(each.mappings);
              onChosen(each.mappings.length);
            }}
          >
            {each.label}
            <code className="max-w-full truncate font-mono text-muted text-xs">
              {each.mappings.map(({ source_path }) => source_path).join(', ')}
            </code>
          </button>
        ))}
      </PopoverContent>
    </Popover>
  );
}
