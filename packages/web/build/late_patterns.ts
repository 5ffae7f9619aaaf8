/**
 * Gives the expression language in pages and workers patterns that are fetched when something is evaluated. It takes them from
 * `re2js`, which the server has at hand; here its place is taken by a module that fetches it (src/builder/expressions/patterns.ts).
 */
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const core = /[\\/]packages[\\/]core[\\/]src[\\/]/;
const patterns = fileURLToPath(new URL('../src/builder/expressions/patterns.ts', import.meta.url));

/** For the build and for `vite dev`. */
export function latePatterns(): Plugin {
  return {
    name: 'millrace:late-patterns',
    enforce: 'pre',
    resolveId: {
      filter: { id: /^re2js$/ },
      handler: (_, importer) => (importer && core.test(importer) ? patterns : null),
    },
  };
}
