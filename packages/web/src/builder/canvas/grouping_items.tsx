import { Group, Ungroup } from 'lucide-react';
import {
  DropdownMenuItem,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
} from '../../components/ui/dropdown_menu.tsx';
import { text } from '../../strings/canvas.ts';
import { useDocument, useDocumentStore } from '../document/context.tsx';
import { groupChoices, setGroup } from '../document/edits/annotations.ts';

/** Puts nodes into a group that there is, and takes them out of theirs; nothing where there is no group. */
export function GroupingItems({ ids }: { ids: readonly string[] }) {
  const store = useDocumentStore();
  const definition = useDocument((state) => state.draft.definition);
  const { left, joined } = groupChoices(definition, ids);
  const put = (group: string | null) => store.getState().edit((current) => setGroup(current, ids, group));
  return (
    <>
      {joined.length > 0 && (
        <DropdownMenuSub>
          <DropdownMenuSubTrigger icon={<Group aria-hidden />}>{text.frames.join}</DropdownMenuSubTrigger>
          <DropdownMenuSubContent className="max-h-80 max-w-72 overflow-y-auto">
            {joined.map((group) => (
              <DropdownMenuItem key={group.id} onSelect={() => put(group.id)}>
                <span className="block truncate">
                  {group.label === '' ? text.frames.unnamed : group.label}
                </span>
              </DropdownMenuItem>
            ))}
          </DropdownMenuSubContent>
        </DropdownMenuSub>
      )}
      {left.length > 0 && (
        <DropdownMenuItem icon={<Ungroup aria-hidden />} onSelect={() => put(null)}>
          {text.frames.leave}
        </DropdownMenuItem>
      )}
    </>
  );
}
