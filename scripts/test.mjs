// `npm test`: sets everything up as `npm start` does, then runs every check and every test. The last line adds all of them up.
import { runChecks } from './checks/checks.mjs';
import { prepare } from './setup/prepare.mjs';
import { runScript } from './setup/say.mjs';
import { runBrowserTests, runChaos, runVitest, testEnvironment } from './testing/runners.mjs';
import { addUp, lastLine } from './testing/tally.mjs';

await runScript(async () => {
  const { node, env } = await prepare({ web: true });
  const clean = testEnvironment(env);
  const tallies = [
    await runChecks(node, clean),
    await runVitest(node, clean),
    await runChaos(node, clean),
    await runBrowserTests(node, clean),
  ];
  const sum = addUp(tallies);
  console.log(lastLine(sum));
  return sum.failed === 0 ? 0 : 1;
});
