import type { Builder } from '../harness/builder.ts';

/** Shows the whole workflow: panels that opened took room from the canvas. */
export async function fit(builder: Builder): Promise<void> {
  await builder.canvas.getByRole('button', { name: 'Fit to screen' }).click();
  await builder.viewRests();
}
