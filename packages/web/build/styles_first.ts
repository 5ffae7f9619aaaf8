/**
 * Scripts fetched after the styles: the page paints what its document holds as soon as the styles are there, and on a slow line
 * a quarter of a megabyte of script would else share the line with them.
 */
import type { Plugin } from 'vite';

const script = /<(script type="module"|link rel="modulepreload")/g;

/** Marks the module scripts of the built document as less urgent than its styles. */
export function stylesFirst(): Plugin {
  return {
    name: 'millrace:styles-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace(script, '$& fetchpriority="low"'),
    },
  };
}
