// `npm run dev`: the server, started again when a source changes, and the pages as Vite serves them while they are edited.
import path from 'node:path';
import { takeOver } from './setup/child.mjs';
import { nodeEnv, nodeFlags } from './setup/node_flags.mjs';
import { main, root, web } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { runScript, say } from './setup/say.mjs';

await runScript(async () => {
  const { node, env } = await prepare({ web: true });
  const port = env.PORT || '3000';
  say('Edit and see: http://127.0.0.1:5173 (pages as they are now, with the server behind them)');
  const vite = takeOver(
    node,
    [path.join(root, 'node_modules/vite/bin/vite.js'), '--port', '5173', '--strictPort'],
    {
      cwd: web,
      env: { ...env, MILLRACE_DEV_SERVER: `http://127.0.0.1:${port}` },
    },
  );
  const server = takeOver(
    node,
    [...nodeFlags, '--watch', '--watch-preserve-output', main, ...process.argv.slice(2)],
    {
      cwd: root,
      // Browsers and webhooks come by Vite's address: cookies and origin checks go by it.
      env: { ...nodeEnv, ...env, MILLRACE_PUBLIC_URL: env.MILLRACE_PUBLIC_URL || 'http://127.0.0.1:5173' },
    },
  );
  const code = await Promise.race([vite, server]);
  // One alone is of no use: the other gets the signal that `takeOver` passes on.
  process.emit('SIGTERM');
  await Promise.all([vite, server]);
  return code;
});
