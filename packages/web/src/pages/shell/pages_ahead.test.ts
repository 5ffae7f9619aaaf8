import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { documentOf, placesAhead } from '../../../build/pages_ahead.ts';
import { places } from './places.ts';

const index = readFileSync(fileURLToPath(new URL('../../../index.html', import.meta.url)), 'utf8').replace(
  '</head>',
  '<link rel="modulepreload" href="/assets/parts-1.js"><link rel="stylesheet" href="/assets/index-1.css"></head>',
);
const titled = placesAhead.filter(({ title }) => title !== null);

test('the places ahead are those of the navigation, in its order and words', () => {
  expect(placesAhead.map(({ path, label }) => ({ path, label }))).toEqual(
    places.map(({ to, label }) => ({ path: to, label })),
  );
});

test.each(titled)('the document of $name has its heading, and links to every place', (place) => {
  const html = documentOf(place, index, []);
  expect(html).toContain(`<title>${place.title} · Millrace</title>`);
  expect(html.match(/<h1[^>]*>(.*?)<\/h1>/)?.[1]).toBe(place.title);
  expect([...html.matchAll(/<a href="([^"]+)"/g)].map(([, to]) => to)).toEqual(places.map(({ to }) => to));
  expect([...html.matchAll(/<a href="([^"]+)"[^>]* aria-current="page"/g)].map(([, to]) => to)).toEqual([
    place.path,
  ]);
  expect(html.match(/id="root"/g)).toHaveLength(1);
  expect(html).not.toContain('class="starting"');
});

test('the code of the page is fetched ahead, what is fetched anyway is not named twice', () => {
  const html = documentOf(titled[0]!, index, ['assets/parts-1.js', 'assets/dashboard_page-1.js']);
  expect(html.match(/parts-1\.js/g)).toHaveLength(1);
  expect(html).toMatch(/rel="modulepreload"[^>]* href="\/assets\/dashboard_page-1\.js"/);
});

test('nothing in a document runs that the content security policy forbids', () => {
  for (const place of titled) {
    const html = documentOf(place, index, []);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/);
  }
});

test('an index without a place for the page is no beginning', () => {
  expect(() => documentOf(titled[0]!, '<html></html>', [])).toThrow('no place for the page');
});
