/** Where a copy goes that is too large for the small storage of a browser: its database, which takes hundreds of megabytes. */
import { createStore, del, entries, set } from 'idb-keyval';

export interface LargeShelf {
  set: (key: string, value: unknown) => Promise<void>;
  remove: (key: string) => Promise<void>;
  all: () => Promise<[string, unknown][]>;
}

/** The database of the browser, opened when it is needed first. Every call rejects where it may not be used. */
export function browserShelf(): LargeShelf {
  let opened: ReturnType<typeof createStore> | undefined;
  const store = () => {
    opened ??= createStore('millrace.drafts', 'copies');
    return opened;
  };
  return {
    set: async (key, value) => set(key, value, store()),
    remove: async (key) => del(key, store()),
    all: async () => entries<string, unknown>(store()),
  };
}
