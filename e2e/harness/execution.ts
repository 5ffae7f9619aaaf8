import { expect, type Locator, type Page } from '@playwright/test';

/** The page of one execution in the user's words. */
export class ExecutionView {
  readonly page: Page;
  readonly heading: Locator;
  readonly steps: Locator;

  constructor(page: Page) {
    this.page = page;
    this.heading = page.getByRole('heading', { name: /^Execution #\d+/ });
    this.steps = page.getByRole('region', { name: 'Steps' });
  }

  async open(id: string): Promise<void> {
    await this.page.goto(`/executions/${id}`);
    await expect(this.heading).toBeVisible();
  }

  async expectStatus(status: string): Promise<void> {
    await expect(this.heading).toContainText(status);
  }

  /** The row of a step; of the first round that is unfolded where there are several. */
  step(label: string): Locator {
    return this.steps.locator('button[data-path]').filter({ hasText: label }).first();
  }

  /** The data of the step that is chosen. */
  detail(label: string): Locator {
    return this.page.getByRole('region', { name: label, exact: true });
  }

  async unfold(loop: string): Promise<void> {
    await this.steps.getByRole('button', { name: `Show the items of ${loop}` }).click();
  }

  /** The row of a round; it opens the steps of that round. */
  round(index: number): Locator {
    return this.steps.getByRole('button', { name: new RegExp(`^Item ${index}\\b`) });
  }

  notice(text: string): Locator {
    return this.page.getByRole('alert').filter({ hasText: text });
  }
}
