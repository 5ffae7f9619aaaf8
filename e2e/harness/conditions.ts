import type { Locator, Page } from '@playwright/test';
import type { Builder } from './builder.ts';

/** Conditions of a node's form in the user's words. */
export class Conditions {
  readonly #builder: Builder;
  readonly #page: Page;

  constructor(builder: Builder, page: Page) {
    this.#builder = builder;
    this.#page = page;
  }

  /** A row by its place, `2` or `2.1` in a group; of a Switch within a case. */
  row(place: string, within: Locator = this.#builder.properties): Locator {
    return within.getByRole('group', { name: `Condition ${place}`, exact: true });
  }

  group(number: number): Locator {
    return this.#builder.properties.getByRole('group', { name: `Group ${number}`, exact: true });
  }

  /** A case whose name begins with its number. */
  case(number: number): Locator {
    return this.#builder.properties.getByRole('group', { name: new RegExp(`^Case ${number}\\b`) });
  }

  async fill(row: Locator, value: string, operator: string, other?: string): Promise<void> {
    await row.getByRole('textbox', { name: 'Value' }).fill(value);
    await row.getByRole('combobox', { name: 'Operator' }).click();
    await this.#page.getByRole('option', { name: operator, exact: true }).click();
    if (other !== undefined) await row.getByRole('textbox', { name: 'Compared with' }).fill(other);
  }

  /** Where the node would go, as its form says. */
  wouldGo(port: string): Locator {
    return this.#builder.properties.getByText(`Would go: ${port}`);
  }

  press(name: string, within: Locator = this.#builder.properties): Promise<void> {
    return within.getByRole('button', { name, exact: true }).click();
  }
}
