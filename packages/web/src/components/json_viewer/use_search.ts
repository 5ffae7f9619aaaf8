import { useEffect, useState } from 'react';
import type { Path } from './path.ts';
import { findMatches } from './search.ts';

/** More than this many matches are not collected: nobody steps through them. */
const limit = 1_000;
/** Milliseconds of searching before the browser gets a turn. */
const slice = 8;

export interface SearchState {
  matches: Path[];
  done: boolean;
  /** There are more than were collected. */
  more: boolean;
}

const nothing: SearchState = { matches: [], done: true, more: false };

/** Searches a value bit by bit, without freezing the page. */
export function useSearch(value: unknown, text: string): SearchState {
  const [state, setState] = useState(nothing);
  useEffect(() => {
    if (text === '') return setState(nothing);
    const walk = findMatches(value, text);
    const matches: Path[] = [];
    let timer: ReturnType<typeof setTimeout>;
    function work() {
      const end = performance.now() + slice;
      while (performance.now() < end) {
        const { value: found, done } = walk.next();
        if (done) return setState({ matches, done: true, more: false });
        if (found) matches.push(found);
        if (matches.length === limit) return setState({ matches, done: true, more: true });
      }
      setState({ matches: [...matches], done: false, more: true });
      timer = setTimeout(work);
    }
    timer = setTimeout(work, 150);
    return () => clearTimeout(timer);
  }, [value, text]);
  return state;
}
