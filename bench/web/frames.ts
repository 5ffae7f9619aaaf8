/** Frames of a page in a real Chromium, while somebody does something with the mouse. */
import type { Page } from '@playwright/test';

export interface Frames {
  count: number;
  p50: number;
  p95: number;
  elapsed: number;
}

/** Counts the frames of the page while `act` is called again and again, with the number of its call. */
export async function framesWhile(
  page: Page,
  ms: number,
  act: (step: number) => Promise<void>,
): Promise<Frames> {
  const frames = page.evaluate(countFrames, ms);
  const end = performance.now() + ms;
  for (let step = 0; performance.now() < end; step += 1) await act(step);
  return frames;
}

/** The two cells of a row. */
export function frameCells({ count, p50, p95, elapsed }: Frames): [string, string] {
  const rate = `${(count / (elapsed / 1_000)).toFixed(0)} frames/s`;
  return [rate, `frame p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`];
}

/** Runs in the page. */
function countFrames(ms: number): Promise<Frames> {
  return new Promise((resolve) => {
    const times: number[] = [];
    const begin = performance.now();
    let last = begin;
    const frame = (now: number) => {
      times.push(now - last);
      last = now;
      if (now - begin < ms) {
        requestAnimationFrame(frame);
        return;
      }
      times.sort((a, b) => a - b);
      const at = (part: number) => times[Math.floor(times.length * part)] ?? 0;
      resolve({ count: times.length, p50: at(0.5), p95: at(0.95), elapsed: now - begin });
    };
    requestAnimationFrame(frame);
  });
}
