/**
 * The state of one open mapper: the mappings that are worked on with their own undo, what is selected, picked up and offered.
 * Nothing of it reaches the document before Done.
 */
import type { FieldMapping, Shape } from '@millrace/core';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { mapper as words } from '../../strings/mapper.ts';
import type { Suggestion } from './auto_map.ts';
import type { DropChoice } from './drops.ts';
import type { SourceNode } from './source_tree.ts';
import { sameField, type TargetNode } from './target_tree.ts';

/** A mapping with an identity that lasts while it is changed. */
export interface Draft {
  id: number;
  mapping: FieldMapping;
}

export interface Snapshot {
  drafts: readonly Draft[];
  /** Target fields beside those of the schema and the sample, in the order in which they came. */
  fields: readonly string[];
  /** What a pasted sample showed. */
  sample: Shape | null;
}

export type Picked = { end: 'source'; node: SourceNode } | { end: 'target'; node: TargetNode };

export interface MapperState extends Snapshot {
  past: readonly Snapshot[];
  future: readonly Snapshot[];
  /** The target field that the detail shows. */
  selected: string | null;
  picked: Picked | null;
  hovered: number | null;
  suggestions: readonly Suggestion[] | null;
  /** For screen readers. */
  said: string;
  /** Ways to drop, of which the person chooses one. */
  choice: { target: string; choices: readonly DropChoice[] } | null;
  select(target: string | null): void;
  pick(picked: Picked | null): void;
  hover(id: number | null): void;
  offer(suggestions: readonly Suggestion[] | null): void;
  say(text: string): void;
  choose(choice: MapperState['choice']): void;
  /** Adds mappings; one of the same target takes the place of what was there. */
  add(mappings: readonly FieldMapping[]): void;
  /** `again`: the same field as the last change, which is then one step of the undo. */
  change(id: number, mapping: FieldMapping, again?: string): void;
  remove(id: number): void;
  addField(field: string): void;
  removeField(field: string): void;
  setSample(sample: Shape | null): void;
  undo(): void;
  redo(): void;
}

export type MapperStore = StoreApi<MapperState>;

const mostSteps = 200;

export function createMapperStore(mappings: readonly FieldMapping[], sample: Shape | null): MapperStore {
  let lastId = 0;
  let lastGroup: string | null = null;
  const drafted = (mapping: FieldMapping): Draft => ({ id: ++lastId, mapping });

  return createStore<MapperState>()((set, get) => {
    function edit(next: Partial<Snapshot>, group: string | null = null): void {
      const { drafts, fields, sample, past } = get();
      const goesOn = group !== null && group === lastGroup;
      lastGroup = group;
      const before = goesOn ? past : [...past.slice(-mostSteps), { drafts, fields, sample }];
      set({ ...next, past: before, future: [] });
    }
    function travel(from: 'past' | 'future', to: 'past' | 'future', said: string): void {
      const state = get();
      const snapshot = state[from].at(-1);
      if (!snapshot) return;
      lastGroup = null;
      const { drafts, fields, sample } = state;
      set({
        ...snapshot,
        [from]: state[from].slice(0, -1),
        [to]: [...state[to], { drafts, fields, sample }],
        said,
      });
    }
    return {
      drafts: mappings.map(drafted),
      fields: mappings.map(({ target_field }) => sameField(target_field)),
      sample,
      past: [],
      future: [],
      selected: null,
      picked: null,
      hovered: null,
      suggestions: null,
      said: '',
      choice: null,
      select: (selected) => set({ selected }),
      pick: (picked) => set({ picked }),
      hover: (hovered) => set({ hovered }),
      offer: (suggestions) => set({ suggestions }),
      say: (said) => set({ said: said === get().said ? `${said}\u00a0` : said }),
      choose: (choice) => set({ choice }),
      add: (added) => {
        const byTarget = new Map(added.map((mapping) => [sameField(mapping.target_field), mapping]));
        const drafts = get().drafts.map((draft) => {
          const field = sameField(draft.mapping.target_field);
          const mapping = byTarget.get(field);
          byTarget.delete(field);
          return mapping ? { ...draft, mapping } : draft;
        });
        const fields = [...new Set([...get().fields, ...byTarget.keys()])];
        edit({ drafts: [...drafts, ...[...byTarget.values()].map(drafted)], fields });
      },
      change: (id, mapping, again) => {
        const before = get().drafts.find((draft) => draft.id === id);
        // Editors also tell of texts that were set from outside, as by an undo.
        if (!before || JSON.stringify(before.mapping) === JSON.stringify(mapping)) return;
        const [old, field] = [before.mapping, mapping].map(({ target_field }) => sameField(target_field));
        const drafts = get().drafts.map((draft) => (draft.id === id ? { id, mapping } : draft));
        const fields = get().fields.map((each) => (each === old ? field! : each));
        edit({ drafts, fields: [...new Set(fields)] }, again === undefined ? null : `${id} ${again}`);
        if (old !== field && get().selected === old) set({ selected: field! });
      },
      remove: (id) => {
        const draft = get().drafts.find((each) => each.id === id);
        if (!draft) return;
        const field = sameField(draft.mapping.target_field);
        const fields = get().fields.includes(field) ? get().fields : [...get().fields, field];
        edit({ drafts: get().drafts.filter((each) => each.id !== id), fields });
        get().say(words.removed(field));
      },
      addField: (field) => {
        edit({ fields: [...get().fields.filter((each) => each !== field), field] });
        set({ selected: field });
        get().say(words.field_added(field));
      },
      removeField: (field) => {
        const inside = (each: string) =>
          each === field || each.startsWith(`${field}.`) || each.startsWith(`${field}[`);
        edit({
          fields: get().fields.filter((each) => !inside(each)),
          drafts: get().drafts.filter(({ mapping }) => !inside(sameField(mapping.target_field))),
        });
      },
      setSample: (next) => edit({ sample: next }),
      undo: () => travel('past', 'future', words.undone),
      redo: () => travel('future', 'past', words.redone),
    };
  });
}
