import { coreManifest } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { rename } from '../document/edits/rename.ts';
import type { Draft } from '../document/store.ts';
import { draw } from '../document/testing.ts';
import { type Copied, keptDays, localCopies, mostCharacters } from './local_copy.ts';
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

const definition = draw({ a: 'manual', b: 'http_request' }, 'a>b');
const saved: Draft = { name: 'Orders', definition };
const draft: Draft = { name: 'Bills', definition: rename(definition, 'b', 'Call') };
const copied: Copied = { draft, base: saved, updated_at: '2026-01-01T00:00:00.000Z', secrets: 0 };
const place = { user_id: 'u', workflow_id: 'w', page_id: 'old' };

describe('a copy', () => {
  it('is offered to the same person, for the same workflow, in another page', () => {
    const storage = memory();
    localCopies(storage, place, () => 5).keep(copied);
    const at = (other: Partial<typeof place>) =>
      localCopies(storage, { ...place, page_id: 'new', ...other }, () => 9).others();
    expect(at({})).toMatchObject([{ draft, base: saved, at: 5 }]);
    expect(at({ page_id: 'old' })).toEqual([]);
    expect(at({ user_id: 'x' })).toEqual([]);
    expect(at({ workflow_id: 'x' })).toEqual([]);
  });

  it('is gone when everything is saved, and after a month', () => {
    const storage = memory();
    const copies = localCopies(storage, place, () => 0);
    copies.keep(copied);
    copies.drop();
    expect(storage.map.size).toBe(0);
    copies.keep(copied);
    const late = localCopies(storage, { ...place, page_id: 'new' }, () => keptDays * 86_400_000);
    expect(late.others()).toEqual([]);
    expect(storage.map.size).toBe(0);
  });

  it('leaves out what it began with before it is too large, and is none where it is too large alone', () => {
    const storage = memory();
    const copies = localCopies(storage, place, () => 0);
    const half = { ...draft, name: 'x'.repeat(mostCharacters * 0.6) };
    expect(copies.keep({ ...copied, draft: half, base: half })).toBe(true);
    expect(localCopies(storage, { ...place, page_id: 'new' }, () => 0).others()).toMatchObject([
      { base: null },
    ]);
    expect(copies.keep({ ...copied, draft: { ...draft, name: 'x'.repeat(mostCharacters) } })).toBe(false);
    expect(storage.map.size).toBe(0);
  });

  it('is none, and no error, in a full storage, without one, and with rubbish in it', () => {
    expect(localCopies(memory(10), place).keep(copied)).toBe(false);
    expect(localCopies(null, place).keep(copied)).toBe(false);
    expect(localCopies(null, place).others()).toEqual([]);
    const storage = memory();
    for (const [page, value] of Object.entries({
      a: '{',
      b: 'null',
      c: `{"at":${Date.now()},"draft":{"definition":{"nodes":1}}}`,
    }))
      storage.setItem(`millrace.draft.u.w.${page}`, value);
    storage.setItem('somebody.else', 'x');
    expect(localCopies(storage, place).others()).toEqual([]);
    expect([...storage.map.keys()]).toEqual(['somebody.else']);
  });
});

describe('restoring', () => {
  const copy = { ...copied, key: 'k', at: 0 };

  it('shows the copy, on top of what somebody else saved since', () => {
    expect(restored(copy, saved)).toEqual(draft);
    const theirs = { ...saved, definition: rename(definition, 'a', 'Start') };
    const both = restored(copy, theirs);
    expect([both.name, ...both.definition.nodes.map(({ label }) => label)]).toEqual([
      'Bills',
      'Start',
      'Call',
    ]);
    expect(restored({ ...copy, base: null }, theirs)).toEqual(draft);
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
