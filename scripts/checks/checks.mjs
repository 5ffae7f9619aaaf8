import path from 'node:path';
import { capture } from '../setup/child.mjs';
import { root } from '../setup/paths.mjs';

/**
 * What is checked without running the product.
 * @type {{ name: string, program: string, args: string[] }[]}
 */
const CHECKS = [
  {
    name: 'format and lint',
    program: '@biomejs/biome/bin/biome',
    args: ['check', '--error-on-warnings', '.'],
  },
  { name: 'types', program: 'typescript/bin/tsc', args: ['-p', '.'] },
  { name: 'types of the web pages', program: 'typescript/bin/tsc', args: ['-p', 'packages/web'] },
  { name: 'types of the browser tests', program: 'typescript/bin/tsc', args: ['-p', 'e2e'] },
  { name: 'types of the benchmarks', program: 'typescript/bin/tsc', args: ['-p', 'bench'] },
  { name: 'types of the chaos runs', program: 'typescript/bin/tsc', args: ['-p', 'chaos'] },
  {
    name: 'import cycles',
    program: 'dpdm/lib/bin/dpdm.js',
    args: [
      // Types are gone when the program runs: only what is imported then can be a cycle.
      '--transform',
      '--no-progress',
      '--no-warning',
      '--no-tree',
      '--exit-code',
      'circular:1',
      '{packages/*/src,e2e,bench,chaos}/**/*.{ts,tsx}',
    ],
  },
  { name: 'unused code and dependencies', program: 'knip/bin/knip.js', args: ['--no-progress'] },
];

/**
 * Runs all checks and prints what they found.
 * @param {string} node @param {NodeJS.ProcessEnv} env
 * @returns {Promise<import('../testing/tally.mjs').Tally>}
 */
export async function runChecks(node, env) {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, program, args } of CHECKS) {
    const { code, output } = await capture(node, [path.join(root, 'node_modules', program), ...args], {
      cwd: root,
      env,
    });
    tally[code === 0 ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}\n`);
    if (code !== 0) process.stdout.write(`\n${output.trim()}\n\n`);
  }
  return tally;
}
