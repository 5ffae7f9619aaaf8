/** All that is measured in a browser; each has one of its own, so that none suffers from what another left. */
import type { Product } from '../product.ts';
import type { Row } from '../table.ts';
import { measureCanvas } from './canvas.ts';
import { type Chromium, withChromium } from './chromium.ts';
import { measureJsonViewer } from './json_viewer.ts';
import { measureLighthouse } from './lighthouse.ts';
import { measureLiveLoop } from './live_loop.ts';
import { measureTransfer } from './transfer.ts';
import { measureTyping } from './typing.ts';

const measures: readonly ((chromium: Chromium) => Promise<Row[]>)[] = [
  measureTransfer,
  measureLighthouse,
  measureCanvas,
  measureTyping,
  measureJsonViewer,
  measureLiveLoop,
];

/** One after the other; a single one that says so where there is no browser. */
export function browserMeasures(product: Product): (() => Promise<Row[]>)[] {
  const executable = process.env.CHROME_PATH;
  if (!executable) return [async () => [['Browser', 'not measured: CHROME_PATH names no Chromium']]];
  return measures.map((measure) => () => withChromium(product, executable, measure));
}
