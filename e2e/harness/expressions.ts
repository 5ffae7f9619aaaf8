import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

/** Expression fields in the user's words. */
export class Expressions {
  private readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
  }

  /** Types with the keyboard at the end of a field. */
  async type(label: string, text: string): Promise<void> {
    await this.builder.field(label).click();
    await this.builder.page.keyboard.press('End');
    await this.builder.page.keyboard.type(text);
  }

  /** What stands below a field: its result, or what is wrong. */
  async expectTold(label: string, told: RegExp): Promise<void> {
    await expect(this.builder.field(label)).toHaveAccessibleDescription(told);
  }

  fix(title: string): Locator {
    return this.builder.properties.getByRole('button', { name: `Fix: ${title}`, exact: true });
  }

  completion(label: string): Locator {
    return this.builder.page.getByRole('listbox').getByRole('option').filter({ hasText: label }).first();
  }

  /** A chip of a field, by what a screen reader says of it. */
  chip(label: string, name: string | RegExp): Locator {
    return this.builder.field(label).getByRole('img', { name });
  }

  tool(label: string, name: string): Locator {
    return this.builder.properties
      .getByRole('button', { name, exact: true })
      .and(this.builder.page.locator(`[aria-description="${label}"]`));
  }

  async openPicker(label: string): Promise<Locator> {
    await this.tool(label, 'Insert a variable').click();
    return this.builder.dialog('Insert a variable');
  }
}
