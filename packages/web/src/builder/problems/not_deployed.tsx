import { useEffect, useMemo, useRef } from 'react';
import { Notice } from '../../components/ui/notice.tsx';
import { problemWords as words } from '../../strings/problems.ts';
import { useProblems, useProblemsStore } from './context.tsx';

/** The drawer opens first, and comes to its place a moment later. */
const drawnMs = 80;

/**
 * Above the list after a refused deploy: that it was refused, and once nothing stands in its way any more, that it can be done.
 * Whoever pressed Deploy is taken here, so that Tab leads on to what is wrong; once, and not again when the editor is drawn anew.
 */
export function NotDeployed() {
  const refusal = useProblems((state) => state.refusal);
  const counts = useProblems((state) => state.counts);
  const problems = useProblemsStore();
  const place = useRef<HTMLDivElement>(null);
  const isOld = useMemo(() => problems.getState().shownRefusal === refusal, [problems, refusal]);
  useEffect(() => {
    if (refusal?.why !== 'problems' || isOld) return;
    const timer = setTimeout(() => {
      place.current?.focus();
      problems.getState().refusalShown();
    }, drawnMs);
    return () => clearTimeout(timer);
  }, [refusal, isOld, problems]);
  if (refusal?.why !== 'problems') return null;
  const mended = counts.errors === 0;
  return (
    <div ref={place} tabIndex={-1} className="px-3 pt-3 outline-none">
      <Notice
        tone={mended ? 'success' : 'danger'}
        known={isOld && !mended}
        title={mended ? words.mended : words.not_deployed(counts)}
        onDismiss={() => problems.getState().refuse(null)}
      >
        {mended ? words.mended_hint : words.not_deployed_hint}
      </Notice>
    </div>
  );
}
