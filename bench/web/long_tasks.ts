/** What kept a page from answering: tasks of more than 50 ms, as the browser counts them. */
import type { Page } from '@playwright/test';

declare global {
  interface Window {
    /** Milliseconds of each, in their order. */
    longTasks: number[];
  }
}

/** Counts from the next load of the page on. */
export async function countLongTasks(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasks.push(entry.duration);
    }).observe({ type: 'longtask' });
  });
}

/** The longest task while `work` went on, in words. */
export async function longestTask(page: Page, work: () => Promise<void>): Promise<string> {
  await settle(page);
  await page.evaluate(() => {
    window.longTasks = [];
  });
  await work();
  await settle(page);
  const longest = await page.evaluate(() => Math.max(0, ...window.longTasks));
  return longest === 0 ? 'no task over 50 ms' : `longest task ${longest.toFixed(0)} ms`;
}

/** The observer is told a moment after a task. */
async function settle(page: Page): Promise<void> {
  await page.waitForTimeout(400);
}
