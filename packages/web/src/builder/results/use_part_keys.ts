import { useEffect, useEffectEvent } from 'react';
import { commandOf } from '../canvas/keys.ts';
import { isTurnedOff } from '../canvas/single_letters.ts';
import { isElsewhere, isForSearch, isTyping } from '../canvas/whose_key.ts';
import { useDocumentStore } from '../document/context.tsx';
import { usePanelsStore } from '../panels.tsx';
import { useTestPart } from './use_test_part.ts';

/** R tests the selected node, Shift R the workflow from it on, Alt R up to it. */
export function usePartKeys(editing: boolean): void {
  const store = useDocumentStore();
  const panels = usePanelsStore();
  const test = useTestPart();
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const command = commandOf(event);
    if (!editing || event.defaultPrevented || command?.do !== 'test_part') return;
    if (isTyping(event.target) || isElsewhere(event.target) || isForSearch(event) || isTurnedOff(event))
      return;
    const { selection, draft, readOnly } = store.getState();
    const focused = event.target instanceof HTMLElement ? focusedNode(event.target) : undefined;
    const id = selection.nodes.length === 1 ? selection.nodes[0] : focused;
    const node = draft.definition.nodes.find((each) => each.id === id);
    if (!node || readOnly || event.repeat) return;
    event.preventDefault();
    if (command.part === 'up_to' || node.type === 'trigger') panels.getState().openTest(node.id);
    else test(node, command.part);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

function focusedNode(target: HTMLElement): string | undefined {
  return target.closest<HTMLElement>('.react-flow__node')?.dataset.id;
}
