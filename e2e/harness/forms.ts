import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

const run = promisify(execFile);

/** Forms of nodes in the user's words. */
export class Forms {
  readonly #builder: Builder;

  constructor(builder: Builder) {
    this.#builder = builder;
  }

  /** The sentence beside a field, wherever it stands in it. */
  fieldOf(name: string): Locator {
    return this.#builder.properties.locator(`[data-field="${name}"]`);
  }

  /** Pastes a text into what has the focus, as Ctrl+V does. */
  async paste(into: Locator, text: string): Promise<void> {
    await into.focus();
    await into.evaluate((element, pasted) => {
      const data = new DataTransfer();
      data.setData('text/plain', pasted);
      element.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, text);
  }

  testAddress(): Locator {
    return this.#builder.properties.getByRole('region', { name: 'Test address' });
  }

  async listen(): Promise<string> {
    const panel = this.testAddress();
    await panel.getByRole('button', { name: /^Listen/ }).click();
    await expect(panel.getByRole('button', { name: 'Stop listening' })).toBeVisible();
    return (await panel.locator('code').first().textContent()) ?? '';
  }

  /** The command that the form offers, with the secret in the place of its dots, as a shell runs it. */
  async runCommand(secret = ''): Promise<string> {
    const command = await this.testAddress().locator('pre').textContent();
    const { stdout } = await run('bash', ['-c', `${(command ?? '').replaceAll('…', secret)} -s`]);
    return stdout;
  }
}
