import { expect, type Locator, type Page } from '@playwright/test';

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The builder in the user's words; everything is found by the name a person or a screen reader knows. */
export class Builder {
  readonly page: Page;
  readonly palette: Locator;
  readonly canvas: Locator;
  readonly properties: Locator;
  readonly results: Locator;

  constructor(page: Page) {
    this.page = page;
    this.palette = page.getByRole('region', { name: 'Node palette' });
    this.canvas = page.getByRole('region', { name: 'Canvas' });
    this.properties = page.getByRole('region', { name: 'Properties' });
    this.results = page.getByRole('region', { name: 'Results' });
  }

  // Getting there

  async openWorkflows(): Promise<void> {
    await this.page.goto('/workflows');
    await expect(this.page.getByRole('heading', { name: 'Workflows', exact: true })).toBeVisible();
  }

  async newWorkflow(name: string): Promise<void> {
    await this.openWorkflows();
    await this.button('New Workflow').click();
    await expect(this.canvas).toBeVisible();
    await this.page.getByLabel('Workflow name').fill(name);
  }

  async open(workflow: { id: string }, search = ''): Promise<void> {
    await this.page.goto(`/workflows/${workflow.id}${search}`);
    await expect(this.page.getByRole('navigation', { name: 'Workflow pages' })).toBeVisible();
  }

  async tab(name: 'Editor' | 'Executions' | 'Versions' | 'Settings'): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Workflow pages' }).getByRole('link', { name }).click();
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  dialog(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name });
  }

  toast(text: string): Locator {
    return this.page.getByRole('region', { name: /Notifications/ }).getByText(text);
  }

  // The canvas

  /** A card: its accessible name begins with its label and says what it is connected to. */
  node(label: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${escaped(label)}, `) });
  }

  nodes(): Locator {
    return this.canvas.getByRole('group', { name: /, (step \d+ of \d+|not connected)(,|$)/ });
  }

  async addNode(kind: string): Promise<void> {
    await this.palette.getByRole('button', { name: kind, exact: true }).click();
  }

  /** Drags a palette item with the mouse to a place on the canvas, in shares of its size. */
  async dragFromPalette(kind: string, to: { x: number; y: number }): Promise<void> {
    await this.viewRests();
    const box = await boxOf(this.canvas);
    await this.palette.getByRole('button', { name: kind, exact: true }).hover();
    await this.page.mouse.down();
    const place = { x: box.x + box.width * to.x, y: box.y + box.height * to.y };
    // Browsers begin a drag with the second move.
    await this.page.mouse.move(place.x - 30, place.y - 30, { steps: 4 });
    await this.page.mouse.move(place.x, place.y, { steps: 4 });
    await this.page.mouse.up();
  }

  /** Begins to draw a connection from an output and stops over another node, the button still down. */
  async drawConnection(from: string, to: string, port = 'out'): Promise<void> {
    await this.viewRests();
    const output = this.node(from).locator(`.react-flow__handle.source[data-handleid="${port}"]`);
    const start = await boxOf(output);
    const target = await boxOf(this.node(to));
    await this.page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x + 40, start.y + 20, { steps: 4 });
    await this.page.mouse.move(target.x + 12, target.y + 24, { steps: 8 });
  }

  /** After a node was added the view may move to show it; a mouse that does not wait misses. */
  async viewRests(): Promise<void> {
    await this.canvas.locator('.react-flow__viewport').evaluate(async (view) => {
      for (let still = 0, last = ''; still < 15; ) {
        const now = (view as HTMLElement).style.transform;
        still = now === last ? still + 1 : 0;
        last = now;
        await new Promise(requestAnimationFrame);
      }
    });
  }

  async connect(from: string, to: string, port = 'out'): Promise<void> {
    await this.drawConnection(from, to, port);
    await this.page.mouse.up();
  }

  async expectConnected(from: string, to: string): Promise<void> {
    await expect(this.node(from)).toHaveAccessibleName(new RegExp(`connected to [^,]*(, )?${escaped(to)}`));
  }

  async openNode(label: string): Promise<void> {
    await this.node(label).click();
    await expect(this.properties.getByLabel('Name', { exact: true })).toHaveValue(label);
  }

  async undo(): Promise<void> {
    await this.canvas.getByRole('button', { name: 'Undo' }).click();
  }

  async redo(): Promise<void> {
    await this.canvas.getByRole('button', { name: 'Redo' }).click();
  }

  // The form of the open node

  field(label: string): Locator {
    return this.properties
      .getByRole('textbox', { name: label, exact: true })
      .or(this.properties.getByRole('spinbutton', { name: label, exact: true }));
  }

  async fillField(label: string, value: string): Promise<void> {
    await this.field(label).fill(value);
  }

  async chooseField(label: string, option: string | RegExp): Promise<void> {
    await this.properties.getByRole('combobox', { name: label, exact: true }).click();
    await this.page.getByRole('option', { name: option, exact: true }).click();
  }

  /** Picks a variable from the tree that the button of a field opens. */
  async insertVariable(label: string, path: string): Promise<void> {
    const button = this.properties.getByRole('button', { name: 'Insert a variable' });
    await button.and(this.page.locator(`[aria-description="${label}"]`)).click();
    await this.dialog('Insert a variable').getByTitle(path, { exact: true }).click();
  }

  // What the top bar does

  async save(): Promise<void> {
    await this.button('Save').click();
    await this.expectSaved();
  }

  async expectSaved(): Promise<void> {
    await expect(this.page.getByText(/^Saved (just now|\d)/)).toBeVisible();
  }

  /** Opens the test dialog and runs it as it is, or with another input. */
  async runTest(input?: unknown): Promise<void> {
    await this.button('Test').click();
    const dialog = this.dialog('Test the workflow');
    if (input !== undefined)
      await dialog.getByRole('textbox', { name: 'Sample input' }).fill(JSON.stringify(input));
    await dialog.getByRole('button', { name: 'Run Test' }).click();
    await expect(dialog).toBeHidden();
  }

  async deploy(): Promise<void> {
    await this.button('Deploy').click();
    await expect(this.toast('Workflow deployed and enabled')).toBeVisible();
  }

  /** Closes what the deploy says of how the workflow starts. */
  async closeDeployed(): Promise<void> {
    const dialog = this.dialog('Workflow deployed');
    await dialog.getByRole('button', { name: 'Done' }).click();
    await expect(dialog).toBeHidden();
  }

  /** A row of the results: its name says status, label and duration. */
  step(label: string): Locator {
    return this.results.getByRole('tab', { name: new RegExp(`^\\w+ ?${escaped(label)}`) });
  }

  problem(message: string): Locator {
    return this.results
      .getByRole('list', { name: 'Problems' })
      .getByRole('link')
      .filter({ hasText: message });
  }
}

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  await expect(locator).toBeVisible();
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not on the page');
  return box;
}
