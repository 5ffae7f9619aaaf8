import { expect, type Locator, type Page } from '@playwright/test';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The outline in the user's words, by the keyboard alone. */
export class Outline {
  readonly page: Page;
  readonly panel: Locator;
  readonly tree: Locator;

  constructor(page: Page) {
    this.page = page;
    this.panel = page.getByRole('region', { name: 'Outline' });
    this.tree = this.panel.getByRole('tree', { name: 'Steps of the workflow' });
  }

  /** A row by the beginning of its name. */
  row(name: string): Locator {
    return this.tree.getByRole('treeitem', { name: new RegExp(`^${escaped(name)}(,|$)`) });
  }

  /** A branch of a step that splits the flow. */
  branch(port: string): Locator {
    return this.tree.getByRole('treeitem', { name: new RegExp(`^Branch “${escaped(port)}”`) });
  }

  /** All rows, indented by their level, without what is said of their state. */
  async rows(): Promise<string[]> {
    return this.tree.getByRole('treeitem').evaluateAll((items) =>
      items
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((item) => {
          const name = item.getAttribute('aria-label') ?? '';
          return '  '.repeat(Number(item.getAttribute('aria-level')) - 1) + name.split(', ')[0];
        }),
    );
  }

  async expectRows(...rows: string[]): Promise<void> {
    await expect.poll(() => this.rows()).toEqual(rows);
  }

  /** Walks to a row with the arrow keys. */
  async goTo(row: Locator): Promise<void> {
    await expect(row).toBeVisible();
    if (!(await this.hasFocus())) await this.page.keyboard.press('o');
    await expect.poll(() => this.hasFocus()).toBe(true);
    await this.page.keyboard.press('Home');
    for (let presses = 0; presses < 80; presses++) {
      if (await row.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error('The arrow keys do not lead there');
  }

  async hasFocus(): Promise<boolean> {
    return this.panel.evaluate((panel) => panel.contains(document.activeElement));
  }

  /** Adds a kind of step after a row, or into a branch. */
  async addAfter(row: Locator, search: string): Promise<void> {
    await this.goTo(row);
    await this.page.keyboard.press('/');
    await this.pick(search);
  }

  /** Picks from the quick search that is open; the focus comes back to the new row. */
  async pick(search: string): Promise<void> {
    await expect(this.page.getByPlaceholder('Search nodes…')).toBeFocused();
    await this.page.keyboard.type(search);
    await this.page.keyboard.press('Enter');
    await expect.poll(() => this.hasFocus()).toBe(true);
  }

  /** Opens the menu of a row and walks to an item; a second name is one of its submenu. */
  async choose(row: Locator, item: string, inner?: string | RegExp): Promise<void> {
    await this.goTo(row);
    await this.page.keyboard.press('Shift+F10');
    await this.walkTo(this.page.getByRole('menuitem', { name: new RegExp(`^${escaped(item)}`) }));
    if (inner !== undefined) {
      await this.page.keyboard.press('ArrowRight');
      await this.walkTo(this.page.getByRole('menuitem', { name: inner }));
    }
    await this.page.keyboard.press('Enter');
  }

  async walkTo(item: Locator): Promise<void> {
    await expect(item).toBeVisible();
    for (let presses = 0; presses < 40; presses++) {
      if (await item.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press('ArrowDown');
    }
    throw new Error('The arrow keys do not lead there');
  }

  /** What a screen reader was told last. */
  async expectSaid(sentence: string | RegExp): Promise<void> {
    await expect(this.page.locator('[data-announcer]')).toHaveText(sentence);
  }
}
