import { coreManifest } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { changesBetween } from '../document/diff/changes.ts';
import { rename } from '../document/edits/rename.ts';
import type { Draft } from '../document/store.ts';
import { draw } from '../document/testing.ts';
import type { LargeShelf } from './large_shelf.ts';
import { type Copied, keptDays, type LocalCopies, localCopies, mostSmall } from './local_copy.ts';
import { restored, worthOffering } from './recovery.ts';
import { hideSecrets, withoutSecrets } from './secrets.ts';

function memory(most = Number.POSITIVE_INFINITY) {
  const map = new Map<string, string>();
  return {
    map,
    get length() {
      return map.size;
    },
    key: (index: number) => [...map.keys()][index] ?? null,
    getItem: (key: string) => map.get(key) ?? null,
    removeItem: (key: string) => void map.delete(key),
    setItem(key: string, value: string) {
      if (value.length > most) throw new Error('full');
      map.set(key, value);
    },
  };
}

/** A database of the browser in memory; `most` characters fit into one entry. */
function database(most = Number.POSITIVE_INFINITY): LargeShelf & { map: Map<string, unknown> } {
  const map = new Map<string, unknown>();
  return {
    map,
    set: async (key, value) => {
      await Promise.resolve();
      if (JSON.stringify(value).length > most) throw new Error('full');
      map.set(key, structuredClone(value));
    },
    remove: async (key) => void map.delete(key),
    all: async () => [...map],
  };
}

const definition = draw({ a: 'manual', b: 'http_request' }, 'a>b');
const saved: Draft = { name: 'Orders', definition };
const draft: Draft = { name: 'Bills', definition: rename(definition, 'b', 'Call') };
const copied: Copied = { draft, base: saved, updated_at: '2026-01-01T00:00:00.000Z', secrets: 0 };
const place = { user_id: 'u', workflow_id: 'w', page_id: 'old' };
const large = { ...copied, draft: { ...draft, name: 'x'.repeat(mostSmall) } };

function rooms(small = memory(), shelf = database()) {
  const at = (other: Partial<typeof place> = {}, now = 0): LocalCopies =>
    localCopies({ small, large: shelf }, { ...place, ...other }, () => now);
  const left = async () => [small.map.size, (await shelf.all()).length];
  return { small, shelf, at, left };
}

describe('a copy', () => {
  it.each([
    ['small', copied],
    ['large', large],
  ])('that is %s is offered to the same person, for the same workflow, in another page', async (_, copy) => {
    const { at } = rooms();
    expect(await at({}, 5).keep(copy)).toBe(true);
    const others = (other: Partial<typeof place>) => at({ page_id: 'new', ...other }, 9).others();
    expect(await others({})).toMatchObject([{ draft: copy.draft, base: saved, at: 5 }]);
    expect(await others({ page_id: 'old' })).toEqual([]);
    expect(await others({ user_id: 'x' })).toEqual([]);
    expect(await others({ workflow_id: 'x' })).toEqual([]);
  });

  it.each([
    ['small', copied],
    ['large', large],
  ])('that is %s is gone when everything is saved, and after a month', async (_, copy) => {
    const { at, left } = rooms();
    const copies = at();
    await copies.keep(copy);
    copies.drop();
    await copies.others();
    expect(await left()).toEqual([0, 0]);
    await copies.keep(copy);
    const late = at({ page_id: 'new' }, keptDays * 86_400_000);
    expect(await late.others()).toEqual([]);
    await late.others();
    expect(await left()).toEqual([0, 0]);
  });

  it('is in one place, wherever it fits', async () => {
    const { at, left } = rooms();
    const copies = at();
    await copies.keep(copied);
    expect(await left()).toEqual([1, 0]);
    await copies.keep(large);
    expect(await left()).toEqual([0, 1]);
    await copies.keep(copied);
    await copies.others();
    expect(await left()).toEqual([1, 0]);
  });

  it('does not come back when it was dropped while it was being written', async () => {
    const { at, left } = rooms();
    const copies = at();
    const kept = copies.keep(large);
    copies.drop();
    await kept;
    await copies.others();
    expect(await left()).toEqual([0, 0]);
  });

  it('is answered for once', async () => {
    const { at } = rooms();
    await at().keep(large);
    const next = at({ page_id: 'new' });
    for (const { key } of await next.others()) next.remove(key);
    expect(await next.others()).toEqual([]);
  });

  it('leaves out what it began with where there is no room for both, and says so where there is none for it alone', async () => {
    const both = JSON.stringify(large).length;
    const alone = rooms(memory(), database(both));
    expect(await alone.at().keep(large)).toBe(true);
    expect(await alone.at({ page_id: 'new' }).others()).toMatchObject([{ base: null }]);
    const full = rooms(memory(10), database(10));
    expect(await full.at().keep(copied)).toBe(false);
    expect(await full.left()).toEqual([0, 0]);
  });

  it('goes to the database where the small storage is full or forbidden', async () => {
    const full = rooms(memory(10));
    expect(await full.at().keep(copied)).toBe(true);
    const forbidden = localCopies({ small: null, large: database() }, place);
    expect(await forbidden.keep(copied)).toBe(true);
  });

  it('is none, and no error, without any storage, and with rubbish in it', async () => {
    const none = localCopies({ small: null, large: null }, place);
    expect(await none.keep(copied)).toBe(false);
    expect(await none.others()).toEqual([]);
    none.drop();
    const { small, shelf, at, left } = rooms();
    const rubbish = { at: 0, draft: { definition: { nodes: 1 } } };
    for (const [page, value] of Object.entries({ a: '{', b: 'null', c: JSON.stringify(rubbish) }))
      small.setItem(`millrace.draft.u.w.${page}`, value);
    small.setItem('somebody.else', 'x');
    await shelf.set('millrace.draft.u.w.d', rubbish);
    await shelf.set('somebody.else', 1);
    expect(await at().others()).toEqual([]);
    await at().others();
    expect(await left()).toEqual([1, 1]);
  });
});

describe('restoring', () => {
  const copy = { ...copied, key: 'k', at: 0 };

  it('shows the copy, on top of what somebody else saved since', () => {
    expect(restored(copy, saved)).toMatchObject({ draft, alone: false });
    const theirs = { ...saved, definition: rename(definition, 'a', 'Start') };
    const both = restored(copy, theirs);
    expect([both.draft.name, ...both.draft.definition.nodes.map(({ label }) => label)]).toEqual([
      'Bills',
      'Start',
      'Call',
    ]);
    expect(both.conflicts).toEqual(new Set());
  });

  it('marks what both changed, and takes the own there', () => {
    const theirs = { name: 'Invoices', definition: rename(definition, 'b', 'Theirs') };
    const { draft: shown, conflicts } = restored(copy, theirs);
    expect(shown).toEqual(draft);
    expect(conflicts).toEqual(new Set(['name', 'nodes.#b.label']));
    const marked = changesBetween(theirs, shown).flatMap(({ fields }) => fields.map(({ path }) => path));
    expect(new Set(marked)).toEqual(conflicts);
  });

  it('says where what somebody else saved since would be replaced', () => {
    const theirs = { ...saved, definition: rename(definition, 'a', 'Start') };
    expect(restored({ ...copy, base: null }, theirs)).toMatchObject({ draft, alone: true });
  });

  it('is offered only where it would change something', () => {
    expect(worthOffering([copy], saved)).toEqual([copy]);
    expect(worthOffering([copy], draft)).toEqual([]);
  });
});

describe('secrets', () => {
  const hook = (config: Record<string, unknown>) => draw({ a: ['webhook', config] });
  const manifests = [coreManifest()];
  const typed = hook({ auth: 'header', secret: 'hush' });

  it('that are typed are left out of a copy, and what is stored keeps its mark', () => {
    const first = withoutSecrets(typed, hook({}), manifests);
    expect(first).toMatchObject({ replaced: 1 });
    expect(first.definition.nodes[0]!.config).toEqual({ auth: 'header' });
    const again = withoutSecrets(typed, hook({ auth: 'header', secret: { $secret: 'set' } }), manifests);
    expect(again.definition.nodes[0]!.config.secret).toEqual({ $secret: 'set' });
  });

  it('are only said to be there in a comparison; an expression stays', () => {
    expect(JSON.stringify(hideSecrets(typed, manifests))).not.toContain('hush');
    const expression = hook({ secret: '{{ variables.token }}' });
    expect(hideSecrets(expression, manifests)).toBe(expression);
  });
});
