import { useEffect, useMemo, useState } from 'react';
import { restBeforeTelling } from './json_editing.ts';
import { type JsonProblem, jsonProblem } from './json_problem.ts';

/**
 * What is wrong with a text that should be JSON: told after a rest in typing, so that nobody is interrupted with what is only
 * half written, and gone at once when it is right.
 */
export function useJsonProblem(text: string, expressions = false): JsonProblem | null {
  const now = useMemo(() => jsonProblem(text, { expressions }), [text, expressions]);
  const [told, tell] = useState(now);
  useEffect(() => {
    if (!now) return tell(null);
    const timer = setTimeout(() => tell(now), restBeforeTelling);
    return () => clearTimeout(timer);
  }, [now]);
  return now && told;
}
