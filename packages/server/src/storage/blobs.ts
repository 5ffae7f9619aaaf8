/**
 * Values that are too large for a row: kept apart, compressed, once per execution. Invariants:
 *  1. A value that is not large costs one bounded look at it, and neither a copy nor a promise.
 *  2. An object that is written several times is printed and hashed once, as long as somebody holds it.
 *  3. A blob is committed before, or with, what refers to it; one that nothing refers to does no harm.
 */
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type pg from 'pg';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Characters of JSON beyond which a value is kept apart. */
export const blobLimit = 32 * 1024;
/** Characters of JSON that stand in its place. */
const previewLength = 2 * 1024;
/** Bytes of compressed data in one statement, near enough. */
const statementBytes = 8 * 1024 * 1024;

/** Executions that are remembered to have a value; it costs one insert that changes nothing to have forgotten one. */
const mostRemembered = 1_000;

export interface BlobRef {
  hash: string;
  /** Of the JSON text, before compression. */
  bytes: number;
}

/** A large value, printed. */
export class Blob {
  readonly ref: BlobRef;
  /** Its beginning, for people. */
  readonly preview: string;
  readonly #value: unknown;
  #text: string | null;
  #data: WeakRef<Buffer> | null = null;
  readonly #kept = new Set<string>();

  constructor(value: unknown, text: string) {
    this.#value = value;
    this.#text = text;
    this.ref = {
      hash: createHash('sha256').update(text).digest('base64url'),
      bytes: Buffer.byteLength(text),
    };
    this.preview = text.slice(0, previewLength).toWellFormed();
  }

  /** Whether this execution has it already, as far as is remembered: a value that lives as long as its workflow is kept by many. */
  isKept(execution_id: string): boolean {
    return this.#kept.has(execution_id);
  }

  wasKept(execution_id: string): void {
    if (this.#kept.size >= mostRemembered) this.#kept.clear();
    this.#kept.add(execution_id);
  }

  isOf(value: unknown): boolean {
    return this.#value === value;
  }

  /** The text is let go with the first call; who needs it again, when what it gave is gone, prints it again. */
  async compressed(): Promise<Buffer> {
    const before = this.#data?.deref();
    if (before) return before;
    const text = this.#text ?? JSON.stringify(this.#value);
    this.#text = null;
    const data = await compress(text);
    this.#data = new WeakRef(data);
    return data;
  }

  /** Its text is not needed again soon. */
  release(): void {
    this.#text = null;
  }
}

const known = new WeakMap<object, Blob>();
/** Of a text: an event may start many executions with the same one. */
let lastText: WeakRef<Blob> | null = null;

/** The value printed apart when it is large; null when it is not. */
export function blobOf(value: unknown): Blob | null {
  if (weighed(value, blobLimit) >= 0) return null;
  const cached = isObject(value) ? known.get(value) : lastText?.deref();
  if (cached?.isOf(value)) return cached;
  const text = JSON.stringify(value);
  if (text.length <= blobLimit) return null;
  return remember(value, new Blob(value, text));
}

function remember(value: unknown, blob: Blob): Blob {
  if (isObject(value)) known.set(value, blob);
  else lastText = new WeakRef(blob);
  return blob;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** What is left of `budget` characters after printing the value, about; negative as soon as it is used up. */
function weighed(value: unknown, budget: number): number {
  if (typeof value === 'string') return budget - value.length - 2;
  if (!isObject(value)) return budget - 5;
  let left = budget - 2;
  if (Array.isArray(value)) {
    for (let at = 0; at < value.length && left >= 0; at++) left = weighed(value[at], left) - 1;
    return left;
  }
  for (const key in value) {
    if (left < 0) return left;
    left = weighed((value as Record<string, unknown>)[key], left) - key.length - 4;
  }
  return left;
}

export interface BlobRow {
  execution_id: string;
  org_id: string;
  blob: Blob;
}

/** Stores those that their execution does not have yet. */
export async function insertBlobs(db: pg.Pool | pg.ClientBase, rows: readonly BlobRow[]): Promise<void> {
  const missing = rows.filter(({ execution_id, blob }) => !blob.isKept(execution_id));
  for (let at = 0; at < missing.length; ) {
    let bytes = 0;
    const from = at;
    while (at < missing.length && (at === from || bytes < statementBytes))
      bytes += missing[at++]!.blob.ref.bytes;
    await insert(db, missing.slice(from, at));
  }
}

async function insert(db: pg.Pool | pg.ClientBase, rows: readonly BlobRow[]): Promise<void> {
  const data = await Promise.all(rows.map(({ blob }) => blob.compressed()));
  // Parameters of their own, because a list of them would be sent as text twice as long.
  const places = rows.map(
    (_, row) => `($${row * 5 + 1}, $${row * 5 + 2}, $${row * 5 + 3}, $${row * 5 + 4}, $${row * 5 + 5})`,
  );
  await db.query(
    `insert into execution_blobs (execution_id, org_id, hash, bytes, data) values ${places.join(', ')} on conflict do nothing`,
    rows.flatMap(({ execution_id, org_id, blob: { ref } }, index) => [
      execution_id,
      org_id,
      ref.hash,
      ref.bytes,
      data[index],
    ]),
  );
}

/** Stores one value for each of these executions; it is sent to the database once. */
export async function insertBlobForAll(
  db: pg.Pool | pg.ClientBase,
  blob: Blob,
  owners: readonly { execution_id: string; org_id: string }[],
): Promise<void> {
  if (owners.length === 0) return;
  const { hash, bytes } = blob.ref;
  await db.query(
    `insert into execution_blobs (execution_id, org_id, hash, bytes, data)
     select x.execution_id, x.org_id, $3, $4, $5 from unnest($1::uuid[], $2::uuid[]) as x(execution_id, org_id) on conflict do nothing`,
    [
      owners.map(({ execution_id }) => execution_id),
      owners.map(({ org_id }) => org_id),
      hash,
      bytes,
      await blob.compressed(),
    ],
  );
}

/** The JSON text of a large value, whole; null where there is none in this organization. */
export async function readBlob(
  db: pg.Pool | pg.ClientBase,
  org_id: string,
  execution_id: string,
  hash: string,
): Promise<string | null> {
  const { rows } = await db.query<{ data: Buffer }>(
    'select data from execution_blobs where execution_id = $1 and hash = $2 and org_id = $3',
    [execution_id, hash, org_id],
  );
  return rows[0] ? (await decompress(rows[0].data)).toString() : null;
}

export interface Wanted {
  execution_id: string;
  hash: string;
}

/** Values by {@link wantedKey}; equal ones are the same object. What is not there is missing. */
export async function readBlobs(
  db: pg.Pool | pg.ClientBase,
  wanted: readonly Wanted[],
): Promise<Map<string, unknown>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await db.query<Wanted & { bytes: number; data: Buffer }>(
    `select b.execution_id, b.hash, b.bytes, b.data from execution_blobs b
       join (select distinct execution_id, hash from unnest($1::uuid[], $2::text[]) as w(execution_id, hash)) w using (execution_id, hash)`,
    [wanted.map((one) => one.execution_id), wanted.map((one) => one.hash)],
  );
  const values = await Promise.all(
    rows.map(async (row): Promise<[string, unknown]> => {
      const text = (await decompress(row.data)).toString();
      const value: unknown = JSON.parse(text);
      const blob = remember(value, new Blob(value, text));
      blob.wasKept(row.execution_id);
      blob.release();
      return [wantedKey(row), value];
    }),
  );
  return new Map(values);
}

export function wantedKey({ execution_id, hash }: Wanted): string {
  return `${execution_id} ${hash}`;
}
