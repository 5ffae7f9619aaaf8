/**
 * The answer to who is signed in, which `public/start.js` asked for while the other scripts were on their way. It is for the first
 * look of a page and for nothing after that:
 *  1. it is given once;
 *  2. once the first page is there it is forgotten: whoever signs in then, or finishes the setup, is asked for anew.
 */
declare global {
  interface Window {
    millraceSession?: Promise<Response | null>;
  }
}

type Page = Pick<Window, 'millraceSession'>;

/** Null where it was not asked for, was given already, or nobody answered: ask again. */
export async function takeEarlySession(page: Page = globalThis.window ?? {}): Promise<Response | null> {
  const answer = page.millraceSession;
  forgetEarlySession(page);
  return (await answer) ?? null;
}

export function forgetEarlySession(page: Page = globalThis.window ?? {}): void {
  delete page.millraceSession;
}
