import { expect, type Locator, type Page } from '@playwright/test';

/** Presses a key (Tab, or an arrow) until the focus is there. */
export async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead there`);
}

/** Opens the menu of the node that has the focus and walks to an item. */
export async function menuTo(page: Page, name: string): Promise<void> {
  await page.keyboard.press('Shift+F10');
  await expect(page.getByRole('menu')).toBeVisible();
  await tabTo(page, page.getByRole('menuitem', { name }), 'ArrowDown');
}

/** Presses the button to which Tab leads. */
export async function press(page: Page, button: Locator, key = 'Tab'): Promise<void> {
  await tabTo(page, button, key);
  await page.keyboard.press('Enter');
}

/** Writes into what has the focus, in the place of what is there. */
export async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

/** Whether the focus is somewhere in a part of the page. */
export function focusIsIn(place: Locator): Promise<boolean> {
  return place.evaluate((element) => element.contains(document.activeElement));
}

/** The option on which the keys stand, as a screen reader is told it: the focus stays on the control of the list. */
export function activeOption(page: Page): Locator {
  return page.locator('[role=option][data-active]');
}
