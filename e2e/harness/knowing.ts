/** What one knows before a workflow runs, in the user's words: samples, parts of a test, problems, where values come from. */
import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

export class Knowing {
  private readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
  }

  async openMenu(label: string): Promise<Locator> {
    await this.builder.node(label).focus();
    await this.builder.page.keyboard.press('Shift+F10');
    return this.builder.page.getByRole('menu');
  }

  async choose(label: string, item: string): Promise<void> {
    const menu = await this.openMenu(label);
    await menu.getByRole('menuitem', { name: item }).click();
  }

  /** Writes the sample of a node by hand. */
  async writeSample(label: string, value: unknown): Promise<void> {
    await this.choose(label, 'Edit sample');
    const editor = this.sampleEditor(label);
    await editor.fill(typeof value === 'string' ? value : JSON.stringify(value));
    await this.builder.properties.getByRole('button', { name: 'Pin this sample' }).click();
    await expect(editor).toBeHidden();
  }

  sampleEditor(label: string): Locator {
    return this.builder.properties.getByRole('textbox', { name: `Sample of ${label}` });
  }

  pinBadge(label: string): Locator {
    return this.builder.node(label).getByText('Pinned', { exact: true });
  }

  /** The output of the step that the results show. */
  output(): Locator {
    return this.builder.results.getByRole('group', { name: 'Output', exact: true });
  }
}
