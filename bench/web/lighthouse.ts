/** Lighthouse on the list of workflows, as the owner sees it, on a desk and on a slow phone. */
import lighthouse, { desktopConfig } from 'lighthouse';
import type { Row } from '../table.ts';
import type { Chromium } from './chromium.ts';

const categories = ['performance', 'accessibility'];

export async function measureLighthouse({ port, product }: Chromium): Promise<Row[]> {
  for (const name of ['Orders to warehouse', 'Nightly report', 'Greet new customers'])
    await product.api('POST', '/api/integrations/workflows', { name });
  const rows: Row[] = [];
  for (const [name, config] of [
    ['desktop', desktopConfig],
    ['mobile', undefined],
  ] as const) {
    const flags = {
      port,
      onlyCategories: categories,
      extraHeaders: { Cookie: product.cookie },
      logLevel: 'silent' as const,
    };
    const result = await lighthouse(`${product.url}/workflows`, flags, config);
    if (!result) throw new Error('Lighthouse gave no result');
    const { lhr } = result;
    if (!lhr.finalDisplayedUrl.endsWith('/workflows'))
      throw new Error(`Lighthouse came to ${lhr.finalDisplayedUrl}`);
    const scores = categories.map((category) => {
      const score = lhr.categories[category]?.score;
      return `${category} ${score === null || score === undefined ? 'unknown' : Math.round(score * 100)}`;
    });
    const audits = [
      'first-contentful-paint',
      'largest-contentful-paint',
      'total-blocking-time',
      'cumulative-layout-shift',
    ]
      .map((id) => lhr.audits[id])
      .map((audit) => `${audit?.title} ${audit?.displayValue}`);
    rows.push([`Lighthouse, list of workflows, ${name}`, scores.join(', '), audits.join(', ')]);
    const failed = Object.values(lhr.audits).filter(
      (audit) => audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode === 'binary',
    );
    if (failed.length > 0) rows.push([`  found by it, ${name}`, failed.map((audit) => audit.id).join(', ')]);
  }
  return rows;
}
