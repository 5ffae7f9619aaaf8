/** What is wrong and what is not filled in yet, in the user's words: where it is told, and what leads to it. */
import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

export class Problems {
  private readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
  }

  /** The number in the top bar. */
  inTopBar(counted: string): Locator {
    return this.builder.page.getByRole('banner').getByRole('button', { name: counted, exact: true });
  }

  /** What a card is marked with. */
  badge(label: string, name: string): Locator {
    return this.builder.node(label).getByRole('button', { name, exact: true });
  }

  heading(name: string): Locator {
    return this.list().getByRole('heading', { name, exact: true });
  }

  list(): Locator {
    return this.builder.results.getByRole('list', { name: 'Problems' });
  }

  async open(): Promise<void> {
    await this.builder.page
      .getByRole('banner')
      .getByRole('button', { name: /error|warning|to fill in/ })
      .click();
    await expect(this.list()).toBeVisible();
  }

  /** Above the list after a refused deploy. */
  refusal(): Locator {
    return this.builder.results.getByRole('alert');
  }
}
