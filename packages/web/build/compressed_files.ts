/**
 * Every file of text beside itself as `.br` and `.gz`, as small as it gets: the server sends those, and never compresses the same
 * file again for somebody who waits.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const text = /\.(js|css|html|svg|json|txt)$/;
/** What is smaller fits in one packet anyway. */
const threshold = 1_024;

/** Writes the compressed files when the build is on the disk. */
export function compressedFiles(): Plugin {
  let directory = '';
  return {
    name: 'millrace:compressed-files',
    apply: 'build',
    configResolved(config) {
      directory = path.resolve(config.root, config.build.outDir);
    },
    async closeBundle(error) {
      // A build that failed wrote nothing, and why it failed is what is to be told.
      if (error || !existsSync(directory)) return;
      const files = await readdir(directory, { recursive: true });
      await Promise.all(
        files.filter((file) => text.test(file)).map((file) => compress(path.join(directory, file))),
      );
    },
  };
}

async function compress(file: string): Promise<void> {
  const content = await readFile(file);
  if (content.length < threshold) return;
  const brotli = promisify(brotliCompress)(content, {
    params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
  });
  const zipped = promisify(gzip)(content, { level: 9 });
  await Promise.all([writeFile(`${file}.br`, await brotli), writeFile(`${file}.gz`, await zipped)]);
}
