import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/client.ts';
import type { MasterKeys } from './master_keys.ts';

interface DataKey {
  version: number;
  key: Buffer;
}

/** The keys of each organization, wrapped by the master key: erasing them makes its secrets unreadable, backups too. */
export interface DataKeys {
  /** The key that seals now; made on first use. */
  current(org_id: string): Promise<DataKey>;
  /** The key of a version, or undefined where there is none. */
  version(org_id: string, version: number): Promise<Buffer | undefined>;
}

const CACHED_ORGANIZATIONS = 1_000;

export function createDataKeys(db: Database, master: MasterKeys): DataKeys {
  const cache = new LRUCache<string, Map<number, Buffer>>({ max: CACHED_ORGANIZATIONS });

  async function load(org_id: string): Promise<Map<number, Buffer>> {
    const rows = await db.asOrg(org_id, async (tx) => {
      const found = await tx.query<{ version: number; wrapped: string }>(
        'select version, wrapped from data_keys order by version',
      );
      return found.rows;
    });
    const keys = new Map(
      rows.map((row) => [row.version, master.unwrap(place(org_id, row.version), row.wrapped)]),
    );
    if (keys.size > 0) cache.set(org_id, keys);
    return keys;
  }

  async function create(org_id: string): Promise<void> {
    const wrapped = master.wrap(place(org_id, 1), randomBytes(32));
    // Of two processes that do this at once the first one wins, and both read its key.
    await db.asOrg(org_id, (tx) =>
      tx.query('insert into data_keys (org_id, version, wrapped) values ($1, 1, $2) on conflict do nothing', [
        org_id,
        wrapped,
      ]),
    );
  }

  return {
    async current(org_id) {
      let keys = cache.get(org_id) ?? (await load(org_id));
      if (keys.size === 0) {
        await create(org_id);
        keys = await load(org_id);
      }
      const version = Math.max(...keys.keys());
      return { version, key: keys.get(version)! };
    },
    async version(org_id, version) {
      const known = cache.get(org_id)?.get(version);
      return known ?? (await load(org_id)).get(version);
    },
  };
}

function place(org_id: string, version: number): string {
  return `data_key|${org_id}|${version}`;
}
