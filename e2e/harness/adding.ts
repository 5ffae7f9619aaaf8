import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

/** What a person does to add, copy and delete: palette, quick search, clipboard, command palette. */
export class Adding {
  readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
  }

  search(): Locator {
    return this.builder.palette.getByRole('searchbox', { name: 'Search nodes' });
  }

  item(kind: string): Locator {
    return this.builder.palette.getByRole('button', { name: kind, exact: true });
  }

  /** What the list of favourites, or of what was used last, has. */
  kept(list: 'Favourites' | 'Recent'): Locator {
    return this.builder.palette.getByRole('listbox', { name: list }).getByRole('option');
  }

  /** What the quick search or the command palette offers. */
  offers(): Locator {
    return this.builder.page.getByRole('dialog').getByRole('option');
  }

  /** Opens the command palette, types, and takes what is found first. */
  async command(typed: string, expected: string): Promise<void> {
    await this.builder.page.keyboard.press('Control+k');
    await expect(this.builder.dialog('Command palette')).toBeVisible();
    await this.builder.page.keyboard.type(typed);
    await expect(this.offers().first()).toContainText(expected);
    await this.builder.page.keyboard.press('Enter');
    await expect(this.builder.dialog('Command palette')).toBeHidden();
  }

  /** The middle of a card on the screen. */
  async middleOf(label: string): Promise<{ x: number; y: number }> {
    await this.builder.viewRests();
    const box = await this.builder.node(label).boundingBox();
    if (!box) throw new Error(`${label} is not on the page`);
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  }

  /** Half the way between two cards: where their connection is. */
  async between(from: string, to: string): Promise<{ x: number; y: number }> {
    const a = await this.middleOf(from);
    const b = await this.middleOf(to);
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  }

  /** Drags with the mouse from one place to another; stops there with the button down. */
  async dragTo(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
    const { mouse } = this.builder.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 6 });
  }

  /** Puts a text on the clipboard and pastes it onto the canvas. */
  async paste(text: string): Promise<void> {
    await this.builder.page.evaluate((given) => navigator.clipboard.writeText(given), text);
    await this.builder.page.keyboard.press('Control+v');
  }
}
