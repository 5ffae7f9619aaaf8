import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

/** What a person does with tests: the dialog, the results, and those that are saved. */
export class Tests {
  readonly builder: Builder;
  readonly dialog: Locator;

  constructor(builder: Builder) {
    this.builder = builder;
    this.dialog = builder.dialog('Test the workflow');
  }

  async openDialog(): Promise<void> {
    await this.builder.button('Test').click();
    await expect(this.dialog).toBeVisible();
  }

  async run(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Run Test' }).click();
    await expect(this.dialog).toBeHidden();
  }

  async takeSample(name: string | RegExp): Promise<void> {
    await this.dialog.getByRole('combobox', { name: 'Sample from' }).click();
    await this.builder.page.getByRole('option', { name }).click();
  }

  input(): Locator {
    return this.dialog.getByRole('textbox', { name: 'Sample input' });
  }

  /** Opens the answer of a step in the dialog. */
  async openAnswer(label: string): Promise<void> {
    await this.dialog.getByRole('button', { name: new RegExp(`^${label}`) }).click();
  }

  async letFail(label: string, message: string): Promise<void> {
    await this.dialog.getByRole('combobox', { name: `What ${label} does in the test` }).click();
    await this.builder.page.getByRole('option', { name: 'Fails' }).click();
    await this.dialog.getByRole('textbox', { name: 'Error message' }).fill(message);
  }

  /** The drawer's page of the saved tests. */
  async openPanel(): Promise<void> {
    await this.builder.results.getByRole('tab', { name: /^Tests/ }).click();
  }

  row(name: string): Locator {
    return this.builder.results
      .getByRole('list', { name: 'Saved tests' })
      .getByRole('button', { name: new RegExp(`^${name}`) });
  }

  async saveAs(name: string): Promise<void> {
    await this.builder.results.getByRole('textbox', { name: 'Name of the test' }).fill(name);
    await this.builder.results.getByRole('button', { name: 'Save Test' }).click();
    await expect(this.row(name)).toContainText('Passed');
  }

  async runAll(): Promise<void> {
    await this.builder.results.getByRole('button', { name: 'Run All Tests' }).click();
  }

  outcome(): Locator {
    return this.builder.results.getByRole('region', { name: 'How it ended' });
  }
}
