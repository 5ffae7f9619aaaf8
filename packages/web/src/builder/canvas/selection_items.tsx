import {
  ClipboardPaste,
  Copy,
  CopyPlus,
  Group,
  Power,
  Scissors,
  Trash2,
  Unlink,
  Workflow,
} from 'lucide-react';
import {
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
} from '../../components/ui/dropdown_menu.tsx';
import { menu as words } from '../../strings/adding.ts';
import { text as builder } from '../../strings/builder.ts';
import { text } from '../../strings/canvas.ts';
import { useEditActions } from '../adding/use_edit_actions.ts';
import { useDocument } from '../document/context.tsx';
import { GroupingItems } from './grouping_items.tsx';
import { hintOf } from './keys.ts';
import { useArrange } from './use_arrange.ts';

/** What can be done with all that is selected. */
export function SelectionItems({
  at,
  later,
}: {
  at: { x: number; y: number };
  later: (work: () => void) => void;
}) {
  const selection = useDocument((state) => state.selection);
  const actions = useEditActions();
  const arrange = useArrange();
  const { nodes, notes = [] } = selection;
  return (
    <>
      <DropdownMenuLabel>{words.selection(nodes.length, notes.length)}</DropdownMenuLabel>
      <DropdownMenuItem
        icon={<Scissors aria-hidden />}
        shortcut={hintOf('cut')}
        onSelect={() => void actions.copy(selection, true)}
      >
        {words.cut}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<Copy aria-hidden />}
        shortcut={hintOf('copy')}
        onSelect={() => void actions.copy(selection)}
      >
        {builder.menu.copy}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<ClipboardPaste aria-hidden />}
        shortcut={hintOf('paste')}
        onSelect={() => later(() => void actions.paste(at))}
      >
        {words.paste_here}
      </DropdownMenuItem>
      <DropdownMenuItem
        icon={<CopyPlus aria-hidden />}
        shortcut={hintOf('duplicate')}
        onSelect={() => actions.duplicate(selection)}
      >
        {builder.menu.duplicate}
      </DropdownMenuItem>
      <DropdownMenuSeparator />
      {nodes.length > 0 && (
        <>
          <DropdownMenuItem
            icon={<Power aria-hidden />}
            shortcut={hintOf('toggle')}
            onSelect={() => actions.toggle(nodes)}
          >
            {builder.properties.toggle_many}
          </DropdownMenuItem>
          <DropdownMenuItem
            icon={<Group aria-hidden />}
            shortcut={hintOf('group')}
            onSelect={() => later(() => arrange.group())}
          >
            {text.selection.group}
          </DropdownMenuItem>
          <GroupingItems ids={nodes} />
        </>
      )}
      {nodes.length > 1 && (
        <DropdownMenuItem
          icon={<Workflow aria-hidden />}
          shortcut={hintOf('tidy')}
          onSelect={() => later(() => void arrange.tidy(nodes))}
        >
          {text.selection.tidy}
        </DropdownMenuItem>
      )}
      <DropdownMenuSeparator />
      <DropdownMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        shortcut={hintOf('delete')}
        onSelect={() => actions.remove(selection)}
      >
        {builder.menu.delete}
      </DropdownMenuItem>
      {nodes.length > 0 && (
        <DropdownMenuItem
          danger
          icon={<Unlink aria-hidden />}
          shortcut={hintOf('delete_apart')}
          onSelect={() => actions.removeApart(selection)}
        >
          {words.delete_apart}
        </DropdownMenuItem>
      )}
    </>
  );
}
