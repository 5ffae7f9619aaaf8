import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../setup/paths.mjs';

const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
/** `import type … from`: gone when the program runs. */
const TYPE_ONLY = /\b(?:import|export)\s+type\s[^;'"]*?from\s*(['"])([^'"\n]+)\1/g;
const COMMENT = /^\s*(?:\/\/|\*|\/\*).*$/gm;

/** One import of one file. */
export interface Import {
  file: string;
  specifier: string;
  type_only: boolean;
}

/** All imports of the TypeScript sources below a directory of the repository. */
export async function importsBelow(dir: string): Promise<Import[]> {
  const names = await readdir(path.join(root, dir), { recursive: true });
  const sources = names.filter(
    (name) => /\.tsx?$/.test(name) && !name.split(path.sep).includes('node_modules'),
  );
  const imports = await Promise.all(
    sources.map(async (name) =>
      importsOf(path.join(dir, name), await readFile(path.join(root, dir, name), 'utf8')),
    ),
  );
  return imports.flat();
}

export function importsOf(file: string, text: string): Import[] {
  const code = text.replaceAll(COMMENT, '');
  const types = [...code.matchAll(TYPE_ONLY)].map((match) => match[2]);
  return [...code.matchAll(SPECIFIER)].map(([, , specifier = '']) => {
    const index = types.indexOf(specifier);
    if (index !== -1) types.splice(index, 1);
    return { file, specifier, type_only: index !== -1 };
  });
}
