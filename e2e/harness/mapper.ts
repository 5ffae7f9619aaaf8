import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

/** The field mapper in the user's words. */
export class Mapper {
  readonly dialog: Locator;
  readonly source: Locator;
  readonly target: Locator;
  readonly detail: Locator;
  readonly result: Locator;
  private readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
    this.dialog = builder.dialog('Map Fields');
    this.source = this.dialog.getByRole('region', { name: 'Source' });
    this.target = this.dialog.getByRole('region', { name: 'Target' });
    this.detail = this.dialog.getByRole('region', { name: 'Mapping' });
    this.result = this.dialog.getByRole('region', { name: 'Result on sample data' });
  }

  async open(): Promise<void> {
    await this.builder.properties.getByRole('button', { name: 'Map Fields' }).click();
    await expect(this.dialog).toBeVisible();
  }

  /** A field of the source by the expression that reads it. */
  sourceField(path: string): Locator {
    return this.source.getByRole('treeitem').and(this.dialog.getByTitle(path, { exact: true }));
  }

  /** A target field by its place. */
  targetField(field: string): Locator {
    return this.target.locator(`[role="treeitem"][data-target="${field.replaceAll('"', '\\"')}"]`);
  }

  /** Pastes what the other system takes. */
  async pasteTarget(sample: unknown): Promise<void> {
    await this.target.getByRole('button', { name: 'From a sample' }).first().click();
    const dialog = this.builder.dialog('Target fields from a sample');
    await dialog.getByLabel('JSON sample').fill(JSON.stringify(sample));
    await dialog.getByRole('button', { name: 'Show its fields' }).click();
    await expect(dialog).toBeHidden();
  }

  async click(source: string, target: string): Promise<void> {
    await this.sourceField(source).click();
    await this.targetField(target).click();
  }

  /** With the mouse, as a person does it. */
  async drag(source: string, target: Locator): Promise<void> {
    const { mouse } = this.builder.page;
    await this.sourceField(source).hover();
    await mouse.down();
    const box = await target.boundingBox();
    if (!box) throw new Error('The target is not on the page');
    await mouse.move(box.x + 40, box.y + box.height / 2, { steps: 6 });
    await mouse.up();
  }

  /** Goes down a tree with the arrow keys. */
  async walkTo(pane: Locator, attribute: string, value: string): Promise<void> {
    const { keyboard } = this.builder.page;
    await pane.getByRole('tree').focus();
    await keyboard.press('Home');
    for (let presses = 0; presses < 60; presses++) {
      if ((await pane.locator('[data-active]').getAttribute(attribute)) === value) return;
      await keyboard.press('ArrowDown');
    }
    throw new Error(`The arrow keys do not lead to ${value}`);
  }

  /** What stands at a target field. */
  async expectMapped(field: string, text: string | RegExp): Promise<void> {
    await expect(this.targetField(field)).toHaveAccessibleName(text);
  }

  lines(): Locator {
    return this.dialog.locator('g[data-line]');
  }

  async done(): Promise<void> {
    await this.dialog.getByRole('button', { name: 'Done' }).click();
    await expect(this.dialog).toBeHidden();
  }
}
