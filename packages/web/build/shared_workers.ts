/**
 * Workers built as entries of the page's own build. Vite builds each worker apart, with a copy of all it imports: the language of
 * expressions would be sent three times. As entries they share its files with the page, which the browser has already.
 */
import path from 'node:path';
import type { Plugin } from 'vite';

const workerAddress = /new URL\('(\.\/[a-z_]+_worker\.ts)', import\.meta\.url\)/g;

/** Only for the build: the server of `vite dev` gives workers their modules as they are. */
export function sharedWorkers(): Plugin {
  return {
    name: 'millrace:shared-workers',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { code: workerAddress },
      handler(code, id) {
        return code.replace(workerAddress, (_, file: string) => {
          const reference = this.emitFile({
            type: 'chunk',
            id: path.resolve(path.dirname(id), file),
            name: path.basename(file, '.ts'),
          });
          return `import.meta.ROLLUP_FILE_URL_${reference}`;
        });
      },
    },
  };
}
