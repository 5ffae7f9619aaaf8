import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { isByKeyboard } from '../../components/last_input.ts';
import { motionMs, seenBox } from './canvas_element.ts';
import { shiftIntoView } from './focus_view.ts';

/** Until the properties of what is selected have taken their place, and what they cover has moved out from under them. */
const restMs = 150;
const smallRestMs = 140;

/**
 * What gets the focus with the keyboard comes into view: cards, notes, labels of groups and the buttons on them. What a
 * pointer is at stays where it is.
 */
export function useFocusInView(small: boolean): void {
  const flow = useReactFlow();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (target: Element) => {
      const seen = seenBox();
      if (!seen || document.activeElement !== target) return;
      const { x, y } = shiftIntoView(target.getBoundingClientRect(), seen);
      if (x === 0 && y === 0) return;
      const view = flow.getViewport();
      void flow.setViewport({ ...view, x: view.x + x, y: view.y + y }, { duration: motionMs() });
    };
    const onFocus = ({ target }: FocusEvent) => {
      clearTimeout(timer);
      if (!isByKeyboard() || !(target instanceof Element) || !target.closest('.react-flow__viewport')) return;
      if (!target.matches(':focus-visible')) return;
      timer = setTimeout(() => show(target), small ? smallRestMs + motionMs() : restMs);
    };
    const onPointer = () => clearTimeout(timer);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('pointerdown', onPointer, true);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('pointerdown', onPointer, true);
    };
  }, [small, flow]);
}
