import { type ComponentType, type JSX, lazy, Suspense, useState } from 'react';

/** A part of the page whose code is fetched when it is first drawn, or earlier with `load`. */
export interface Later<P> {
  (props: P): JSX.Element;
  load(): Promise<unknown>;
}

/** Draws nothing until the code is there; code that is there already is drawn at once. */
export function later<P extends object>(fetchPart: () => Promise<ComponentType<P>>): Later<P> {
  let fetched: ComponentType<P> | null = null;
  const load = async () => {
    fetched ??= await fetchPart();
    return fetched;
  };
  const Lazy = lazy(async () => ({ default: await load() }));

  // biome-ignore lint/correctness/noComponentHookFactories: like lazy() this is called once for a part, where its module begins
  function Part(props: P) {
    // Kept for as long as it is drawn: another component in its place would lose what was typed.
    const [Drawn] = useState<ComponentType<P>>(() => fetched ?? Lazy);
    return (
      <Suspense fallback={null}>
        <Drawn {...props} />
      </Suspense>
    );
  }
  return Object.assign(Part, { load });
}
