/**
 * The document of each place of the navigation, for who is signed in: with the bar, the navigation and the heading of the page
 * as text, so that they are seen before any script is there, and with the code of that page among what is fetched first.
 *  1. Nothing in it is anybody's: names and numbers come with the answers of the API, after the session was looked at.
 *  2. It looks as the page will (src/pages/shell/shell.tsx), which takes its place; its links work without a script.
 *  3. The server gives it to requests that carry a session cookie. Everybody else gets `index.html`.
 */
import type { Plugin, Rolldown } from 'vite';
import { connectionText } from '../src/strings/connections.ts';
import { strings } from '../src/strings/en.ts';

/** Where its document is kept in the build, with the names of the places. */
export const directory = 'signed_in';

const { nav } = strings;

/** In the order of the navigation; a place without a title has no document, because it leads on. */
export const placesAhead = [
  { name: 'dashboard', path: '/', label: nav.dashboard, title: strings.dashboard.title },
  { name: 'workflows', path: '/workflows', label: nav.workflows, title: strings.workflows.title },
  { name: 'executions', path: '/executions', label: nav.executions, title: strings.executions.title },
  { name: 'approvals', path: '/approvals', label: nav.approvals, title: strings.approvals.title },
  { name: 'connections', path: '/connections', label: connectionText.title, title: connectionText.title },
  { name: 'apps', path: '/apps', label: nav.apps, title: strings.apps.title },
  { name: 'settings', path: '/settings', label: nav.settings, title: null },
] as const;

type Place = (typeof placesAhead)[number];

const starting = /<div id="root">.*?<\/div>/s;

/** Writes the documents beside `index.html`, from it. */
export function pagesAhead(): Plugin {
  return {
    name: 'millrace:pages-ahead',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        const index = bundle['index.html'];
        if (index?.type !== 'asset') throw new Error('There is no index.html to begin with');
        for (const place of placesAhead) {
          if (place.title === null) continue;
          const source = documentOf(place, String(index.source), filesOf(place, bundle));
          this.emitFile({ type: 'asset', fileName: `${directory}/${place.name}.html`, source });
        }
      },
    },
  };
}

/** `index` with the shell of the place in it, and its files fetched ahead. */
export function documentOf(place: Place, index: string, files: readonly string[]): string {
  if (!starting.test(index)) throw new Error('index.html has no place for the page');
  const links = files
    .filter((file) => !index.includes(file))
    .map((file) => `<link rel="modulepreload" fetchpriority="low" crossorigin href="/${file}">\n    `);
  return index
    .replace(/<title>.*?<\/title>/, `<title>${escaped(`${place.title} · ${strings.product}`)}</title>`)
    .replace('<link rel="stylesheet"', () => `${links.join('')}<link rel="stylesheet"`)
    .replace(starting, () => `<div id="root">${shellOf(place)}</div>`);
}

/** The chunk of a page with all that it imports; none where the page is in the first chunk. */
function filesOf({ name }: Place, bundle: Rolldown.OutputBundle): string[] {
  const page = new RegExp(`[\\\\/]pages[\\\\/]${name}[\\\\/]${name}_page\\.tsx$`);
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const found = new Set<string>();
  const waiting = chunks
    .filter((chunk) => page.test(chunk.facadeModuleId ?? ''))
    .map(({ fileName }) => fileName);
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    waiting.push(...(chunks.find((chunk) => chunk.fileName === file)?.imports ?? []));
  }
  return [...found];
}

function shellOf(place: Place): string {
  return `<div class="flex min-h-dvh flex-col lg:flex-row" aria-busy="true">
      <header class="sticky top-0 hidden h-dvh w-56 shrink-0 flex-col border-line border-r bg-surface lg:flex">
        <div class="flex h-12 min-w-0 items-center gap-2.5 px-4">${logo}</div>
        <nav aria-label="${escaped(nav.label)}" class="flex flex-col gap-0.5 p-2">${placesAhead.map((each) => linkTo(each, each === place)).join('')}</nav>
      </header>
      <header class="sticky top-0 z-30 flex h-12 items-center gap-2 border-line border-b bg-surface px-2 lg:hidden"><span class="size-8"></span>${logo}</header>
      <main class="min-w-0 flex-1 px-4 py-5 sm:px-6 lg:px-8 lg:py-6">
        <div class="mx-auto max-w-[1280px]">
          <div class="pb-5"><h1 class="break-words font-semibold text-xl">${escaped(place.title ?? '')}</h1></div>
          <p role="status" class="sr-only">${escaped(strings.common.loading)}</p>
        </div>
      </main>
    </div>`;
}

function linkTo({ path, label }: Place, current: boolean): string {
  const looks =
    'flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-muted text-sm aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-text';
  return `<a href="${path}" class="${looks}"${current ? ' aria-current="page"' : ''}><span class="size-4 shrink-0"></span>${escaped(label)}</a>`;
}

const logo =
  '<svg viewBox="0 0 32 32" fill="none" aria-hidden="true" class="size-6 shrink-0"><rect width="32" height="32" rx="8" class="fill-accent"/><path d="M6 12c3.3-3.2 6.7-3.2 10 0s6.7 3.2 10 0M6 20c3.3-3.2 6.7-3.2 10 0s6.7 3.2 10 0" class="stroke-on-accent" stroke-width="2.6" stroke-linecap="round"/></svg>';

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
