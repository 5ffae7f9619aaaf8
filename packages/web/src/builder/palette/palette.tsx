import { type NodeSubtype, nodeKinds, nodeSubtypes, type PaletteGroup, paletteGroups } from '@millrace/core';
import { useRef, useState } from 'react';
import { SearchInput } from '../../components/ui/search_input.tsx';
import { palette as words } from '../../strings/adding.ts';
import { text } from '../../strings/builder.ts';
import { knownKinds, toggled, useChoices } from '../adding/choices.ts';
import { type Found, searchKinds } from '../adding/kind_search.ts';
import { useAddNode } from '../canvas/use_add_node.ts';
import { PaletteGroupSection } from './palette_group.tsx';
import { FavouriteRow, KindRow, RecentTile } from './palette_item.tsx';
import { usePaletteKeys } from './use_palette_keys.ts';

const mostRecent = 6;

const dots: Record<PaletteGroup, string> = {
  Triggers: 'bg-tint-trigger',
  Actions: 'bg-tint-action',
  Connectors: 'bg-tint-connector',
  Logic: 'bg-tint-logic',
  Apps: 'bg-tint-app',
  'Custom tools': 'bg-tint-tool',
};

/** Every kind of node, by group; a click adds it after the selected node, a drag adds it where it is dropped. */
export function Palette() {
  const [search, setSearch] = useState('');
  const { recent, favourites, folded, change } = useChoices();
  const add = useAddNode();
  const region = useRef<HTMLElement>(null);
  const star = (subtype: NodeSubtype) => change('favourites', (before) => toggled(before, subtype));
  const found = searchKinds(search, nodeSubtypes);
  const { onKeyDown, onFocus, reachable } = usePaletteKeys(region, {
    star,
    addBest: () => search !== '' && found[0] && add(found[0].subtype),
  });
  const groups = groupsOf(found, search !== '');
  const lists = { favourites: knownKinds(favourites), recent: knownKinds(recent).slice(0, mostRecent) };
  const isOpen = (name: string) => search !== '' || !folded.includes(name);
  const fold = (name: string) => () => change('folded', (before) => toggled(before, name));
  const item = (list: string, subtype: NodeSubtype, isFirst: boolean) => {
    const place = `${list} ${subtype}`;
    return {
      subtype,
      place,
      reachable: reachable(place, isFirst),
      onAdd: (kind: NodeSubtype) => void add(kind),
    };
  };
  const quiet = search === '';
  return (
    <section
      ref={region}
      aria-label={text.regions.palette}
      className="flex h-full min-h-0 flex-col border-line border-r bg-surface"
      onKeyDown={onKeyDown}
      onFocus={onFocus}
    >
      <div className="border-line border-b p-3">
        <SearchInput label={text.palette.search} value={search} onChange={setSearch} delay={0} />
        <p role="status" className="sr-only">
          {search !== '' && words.results(found.length)}
        </p>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 py-2">
        {found.length === 0 && <NothingFound search={search} />}
        {quiet && lists.favourites.length > 0 && (
          <PaletteGroupSection
            name={words.favourites}
            open={isOpen(words.favourites)}
            onToggle={fold(words.favourites)}
          >
            <div role="listbox" aria-label={words.favourites} data-palette>
              {lists.favourites.map((subtype, index) => (
                <FavouriteRow key={subtype} {...item('favourite', subtype, index === 0)} />
              ))}
            </div>
          </PaletteGroupSection>
        )}
        {quiet && lists.recent.length > 0 && (
          <PaletteGroupSection name={words.recent} open={isOpen(words.recent)} onToggle={fold(words.recent)}>
            <div
              role="listbox"
              aria-label={words.recent}
              aria-orientation="horizontal"
              data-palette
              className="flex gap-0.5 px-1"
            >
              {lists.recent.map((subtype) => (
                <RecentTile key={subtype} {...item('recent', subtype, false)} />
              ))}
            </div>
          </PaletteGroupSection>
        )}
        {groups.map(({ name, kinds }, at) => (
          <PaletteGroupSection
            key={name}
            name={name}
            dot={dots[name]}
            open={isOpen(name)}
            onToggle={fold(name)}
          >
            <ul>
              {kinds.map(({ subtype, also }, index) => (
                <KindRow
                  key={subtype}
                  {...item(name, subtype, at === 0 && index === 0)}
                  search={search}
                  also={also}
                  favourite={lists.favourites.includes(subtype)}
                  onStar={star}
                />
              ))}
            </ul>
          </PaletteGroupSection>
        ))}
      </div>
      <p className="border-line border-t px-3 py-2 text-muted text-xs">{words.hint}</p>
    </section>
  );
}

function NothingFound({ search }: { search: string }) {
  return (
    <div className="px-2 py-6 text-center text-sm">
      <p>{words.none(search)}</p>
      <p className="mt-1 text-muted text-xs">{words.none_hint}</p>
    </div>
  );
}

/** The groups that have something; in a search the one with the best find comes first. */
function groupsOf(found: readonly Found[], searching: boolean): { name: PaletteGroup; kinds: Found[] }[] {
  const groups = paletteGroups
    .map((name) => ({ name, kinds: found.filter(({ subtype }) => nodeKinds[subtype].group === name) }))
    .filter(({ kinds }) => kinds.length > 0);
  const best = ({ kinds }: { kinds: Found[] }) => kinds[0]?.score ?? 0;
  return searching ? groups.sort((a, b) => best(b) - best(a)) : groups;
}
