import { expect, type Locator } from '@playwright/test';
import type { Builder } from './builder.ts';

/** What a person does on the canvas beside nodes: notes, groups, lining up, the view. */
export class Drawing {
  readonly builder: Builder;

  constructor(builder: Builder) {
    this.builder = builder;
  }

  note(text: string): Locator {
    return this.builder.canvas.getByRole('group', {
      name: `Sticky note${text === '' ? ', empty' : `: ${text}`}`,
    });
  }

  noteEditor(): Locator {
    return this.builder.canvas.getByRole('textbox', { name: 'Text of the note' });
  }

  toolbar(name: 'Note' | 'Group' | 'Selection'): Locator {
    return this.builder.canvas.getByRole('toolbar', { name });
  }

  group(label: string): Locator {
    return this.builder.canvas.getByRole('button', { name: new RegExp(`^Group ${label}, `) });
  }

  control(name: string): Locator {
    return this.builder.canvas.getByRole('button', { name, exact: true });
  }

  /** Selects several nodes with Shift held down. */
  async select(...labels: string[]): Promise<void> {
    for (const [index, label] of labels.entries()) {
      if (index > 0) await this.bringIntoView(label);
      await this.builder
        .node(label)
        .click({ modifiers: index === 0 ? [] : ['Shift'], position: { x: 60, y: 12 } });
    }
  }

  /** The properties of what is selected take their place from the canvas: what they cover is fitted in again. */
  async bringIntoView(label: string): Promise<void> {
    await expect(this.builder.properties).toBeVisible();
    await this.builder.viewRests();
    const [canvas, node] = [await boxOf(this.builder.canvas), await boxOf(this.builder.node(label))];
    if (node.x >= canvas.x && node.x + node.width <= canvas.x + canvas.width) return;
    await this.builder.page.keyboard.press('f');
    await this.builder.viewRests();
  }

  /** Groups the selected nodes under a name. */
  async groupAs(label: string): Promise<void> {
    await this.builder.page.keyboard.press('Control+g');
    const input = this.builder.canvas.getByRole('textbox', { name: 'Name of the group' });
    await input.fill(label);
    await input.press('Enter');
    await expect(this.group(label)).toBeVisible();
  }

  /** Where something is in the drawing, whatever the view shows of it. */
  async placeOf(locator: Locator): Promise<{ x: number; y: number }> {
    return locator.evaluate((element) => {
      const node = element.closest<HTMLElement>('.react-flow__node');
      const { m41, m42 } = new DOMMatrixReadOnly(node?.style.transform);
      return { x: m41, y: m42 };
    });
  }

  /** Drags something by a distance on the screen. */
  async drag(locator: Locator, by: { x: number; y: number }): Promise<void> {
    await this.builder.viewRests();
    const box = await locator.boundingBox();
    if (!box) throw new Error('It is not on the page');
    const at = { x: box.x + Math.min(60, box.width / 2), y: box.y + Math.min(14, box.height / 2) };
    const { mouse } = this.builder.page;
    await mouse.move(at.x, at.y);
    await mouse.down();
    await mouse.move(at.x + by.x / 2, at.y + by.y / 2, { steps: 4 });
    await mouse.move(at.x + by.x, at.y + by.y, { steps: 4 });
    await mouse.up();
  }

  /** Takes the end of the connection that leads into a node, or the start of the one that leaves a port, and stops over a place. */
  async takeEnd(
    of: { into: string } | { from: string; port?: string },
    over: Locator | Place,
  ): Promise<void> {
    await this.builder.viewRests();
    const { mouse } = this.builder.page;
    const dot =
      'into' in of
        ? this.builder.node(of.into).locator('.react-flow__handle.target')
        : this.builder
            .node(of.from)
            .locator(`.react-flow__handle.source[data-handleid="${of.port ?? 'out'}"]`);
    const box = await boxOf(dot);
    // Beside the dot, which begins a new connection itself; as far away as the view is large.
    const away = (box.width / 12) * 15;
    const x = 'into' in of ? box.x - away : box.x + box.width + away;
    const at = { x, y: box.y + box.height / 2 };
    const to = 'x' in over ? over : middleOf(await boxOf(over));
    await mouse.move(at.x, at.y, { steps: 3 });
    await mouse.down();
    await mouse.move(at.x + 12, at.y + 12, { steps: 3 });
    await mouse.move(to.x, to.y, { steps: 8 });
  }

  /** What is said beside the pointer while a connection is drawn. */
  hint(words: string | RegExp): Locator {
    return this.builder.page.getByRole('status').getByText(words);
  }
}

type Place = { x: number; y: number };

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not on the page');
  return box;
}

function middleOf(box: { x: number; y: number; width: number; height: number }): Place {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
