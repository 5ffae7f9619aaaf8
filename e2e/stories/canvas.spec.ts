import type { DefinitionInput } from '@millrace/core';
import { expectAccessible } from '../harness/axe.ts';
import { Drawing } from '../harness/canvas.ts';
import { expect, test } from '../harness/test.ts';

const at = (x: number, y: number) => ({ x, y });
type Node = DefinitionInput['nodes'][number];
const node = (
  id: string,
  type: Node['type'],
  subtype: Node['subtype'],
  label: string,
  position: { x: number; y: number },
  config = {},
): Node => ({
  id,
  type,
  subtype,
  label,
  position,
  config,
});

/** A trigger, a loop with two steps in it, and a step after it; a note above. */
const looping: DefinitionInput = {
  nodes: [
    node('t', 'trigger', 'manual', 'Start', at(0, 0)),
    node('l', 'control', 'loop', 'Each line', at(320, 0), { items: [1, 2] }),
    node('a', 'action', 'data_transform', 'Price', at(680, -60)),
    node('b', 'action', 'http_request', 'Stock', at(1000, -60), { url: 'https://stock.example.com' }),
    node('d', 'action', 'data_transform', 'Sum', at(680, 160)),
  ],
  edges: [
    { id: 'e1', source: 't', target: 'l' },
    { id: 'e2', source: 'l', sourceHandle: 'body', target: 'a' },
    { id: 'e3', source: 'a', target: 'b' },
    { id: 'e4', source: 'l', sourceHandle: 'done', target: 'd' },
  ],
  notes: [
    {
      id: 'n1',
      text: '# Prices\nAsk **Ada**',
      position: at(0, -260),
      width: 240,
      height: 120,
      tint: 'yellow',
    },
  ],
};

test.describe('The canvas', () => {
  let opened = 0;

  test.beforeEach(async ({ api, builder }) => {
    opened += 1;
    const workflow = await api.workflow(`Drawing ${opened}`, looping);
    await builder.open(workflow);
    await expect(builder.node('Start')).toBeVisible();
  });

  test('holds sticky notes that are written in place, coloured, copied and undone', async ({
    builder,
    page,
  }) => {
    const drawing = new Drawing(builder);
    await expect(drawing.note('Prices')).toBeVisible();
    await expect(drawing.note('Prices').locator('strong')).toHaveText('Ada');

    await drawing.control('Add sticky note').click();
    await drawing
      .noteEditor()
      .fill(
        '# Plan\n- <img src=x onerror=alert(1)>\n- [docs](https://example.com/docs) [bad](javascript:alert(1))',
      );
    await page.keyboard.press('Escape');
    const plan = drawing.note('Plan');
    await expect(plan.getByRole('listitem')).toHaveCount(2);
    await expect(plan.getByRole('link')).toHaveCount(1);
    await expect(plan.getByRole('link', { name: 'docs' })).toHaveAttribute(
      'href',
      'https://example.com/docs',
    );
    await expect(plan.locator('img')).toHaveCount(0);
    await expect(plan).toContainText('<img src=x');

    await drawing.toolbar('Note').getByRole('radio', { name: 'Blue' }).click();
    await expect(plan.locator('[data-tint="blue"]')).toBeVisible();
    await drawing.toolbar('Note').getByRole('button', { name: 'Duplicate note' }).click();
    await expect(drawing.note('Plan')).toHaveCount(2);
    await builder.undo();
    await expect(drawing.note('Plan')).toHaveCount(1);
    await expectAccessible(page, 'the canvas with notes');
  });

  test('keeps notes and groups when it is saved and opened again', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    await drawing.select('Price', 'Stock');
    await drawing.groupAs('Lines');
    await builder.save();
    await page.reload();
    await expect(drawing.group('Lines')).toHaveAccessibleName('Group Lines, 2 nodes');
    await expect(drawing.note('Prices')).toBeVisible();
  });

  test('lets the keyboard alone add, write, move, size and delete a note', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    await builder.node('Start').focus();
    await page.keyboard.press('n');
    await expect(drawing.noteEditor()).toBeFocused();
    await page.keyboard.type('By hand');
    await page.keyboard.press('Escape');
    const note = drawing.note('By hand');
    await expect(note).toBeFocused();
    const before = await drawing.placeOf(note);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => drawing.placeOf(note)).toEqual({ x: before.x + 20, y: before.y });
    const width = async () => (await note.evaluate((element) => (element as HTMLElement).style.width)) ?? '';
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(width).toBe('260px');
    await page.keyboard.press('Enter');
    await expect(drawing.noteEditor()).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Delete');
    await expect(note).toHaveCount(0);
  });

  test('groups nodes: the group moves with its nodes, is dissolved, and deleting it keeps them', async ({
    builder,
    page,
  }) => {
    const drawing = new Drawing(builder);
    await drawing.select('Price', 'Stock');
    await drawing.groupAs('Lines');
    const before = await drawing.placeOf(builder.node('Stock'));
    await drawing.drag(drawing.group('Lines'), { x: 0, y: -60 });
    await expect.poll(async () => (await drawing.placeOf(builder.node('Stock'))).y).toBeLessThan(before.y);
    await builder.undo();
    await expect.poll(() => drawing.placeOf(builder.node('Stock'))).toEqual(before);

    await drawing.group('Lines').click();
    await drawing.toolbar('Group').getByRole('radio', { name: 'Green' }).click();
    await drawing.group('Lines').focus();
    await page.keyboard.press('Delete');
    await expect(drawing.group('Lines')).toHaveCount(0);
    await expect(builder.node('Price')).toBeVisible();
    await builder.undo();
    await drawing.group('Lines').click();
    await page.keyboard.press('Control+Shift+g');
    await expect(drawing.group('Lines')).toHaveCount(0);
    await expect(builder.nodes()).toHaveCount(5);
  });

  test('takes a node into a group that it is dropped in, and lets go one that is dragged out', async ({
    builder,
    page,
  }) => {
    const drawing = new Drawing(builder);
    await page.keyboard.press('f');
    await drawing.select('Start', 'Each line');
    await drawing.groupAs('Begin');
    await page.keyboard.press('Escape');
    await builder.viewRests();
    const from = await builder.node('Sum').boundingBox();
    const to = await builder.node('Start').boundingBox();
    if (!from || !to) throw new Error('A card is not on the page');
    await drawing.drag(builder.node('Sum'), { x: to.x - from.x, y: to.y - from.y + 60 });
    await expect(drawing.group('Begin')).toHaveAccessibleName('Group Begin, 3 nodes');
    await drawing.drag(builder.node('Sum'), { x: 100, y: 380 });
    await expect(drawing.group('Begin')).toHaveAccessibleName('Group Begin, 2 nodes');
  });

  test('draws a frame around the body of a loop, which a step added to it joins', async ({ builder }) => {
    const frame = builder.canvas.locator('[data-frame="loop"]');
    await expect(frame).toHaveText('Repeats: Each line');
    const encloses = (label: string) => async () => {
      const [outer, inner] = await Promise.all([frame.boundingBox(), builder.node(label).boundingBox()]);
      return Boolean(
        outer &&
          inner &&
          outer.x < inner.x &&
          outer.y < inner.y &&
          outer.x + outer.width > inner.x + inner.width &&
          outer.y + outer.height > inner.y + inner.height,
      );
    };
    await expect.poll(encloses('Stock')).toBe(true);
    await expect.poll(encloses('Sum')).toBe(false);
    await builder.node('Stock').click();
    await builder.addNode('HTTP Request');
    await expect.poll(encloses('HTTP Request')).toBe(true);
    await builder.canvas.getByRole('button', { name: 'Tidy up' }).click();
    await expect.poll(encloses('HTTP Request')).toBe(true);
    await expect.poll(encloses('Sum')).toBe(false);
    await expect.poll(encloses('Each line')).toBe(false);
  });

  test('tidies up and lines up in one step to undo each', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    const before = await drawing.placeOf(builder.node('Sum'));
    await drawing.control('Tidy up').click();
    await expect.poll(() => drawing.placeOf(builder.node('Sum'))).not.toEqual(before);
    await builder.undo();
    await expect.poll(() => drawing.placeOf(builder.node('Sum'))).toEqual(before);

    await page.keyboard.press('f');
    await drawing.select('Price', 'Sum');
    await drawing.toolbar('Selection').getByRole('button', { name: 'Align' }).click();
    await page.getByRole('menuitem', { name: 'Align top' }).click();
    await expect.poll(async () => (await drawing.placeOf(builder.node('Sum'))).y).toBe(-60);
    await builder.undo();
    await expect.poll(() => drawing.placeOf(builder.node('Sum'))).toEqual(before);
  });

  test('zooms to what is selected, to all of it, and back to its true size', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    const percent = page.getByRole('button', { name: /^Actual size, / });
    await builder.node('Start').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await builder.viewRests();
    for (const label of ['Start', 'Stock', 'Sum'])
      await expect(builder.node(label)).toBeInViewport({ ratio: 0.99 });
    await builder.node('Stock').click();
    await drawing.control('Zoom to selection').click();
    await expect(percent).toHaveText('100 %');
    await drawing.control('Zoom out').click();
    await expect(percent).not.toHaveText('100 %');
    await percent.click();
    await expect(percent).toHaveText('100 %');
  });

  test('says beside the pointer why a connection cannot be, and shows what can be connected', async ({
    builder,
    page,
  }) => {
    await page.keyboard.press('f');
    await builder.drawConnection('Price', 'Sum');
    await expect(page.getByRole('status').getByText(/Price is inside the loop Each line/)).toBeVisible();
    const targets = builder.canvas.locator('[data-target="yes"]');
    await expect(targets).toHaveCount(0);
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await builder.drawConnection('Start', 'Each line');
    await expect(page.getByRole('status').getByText('These two are already connected')).toBeVisible();
    await expect(targets).toHaveCount(1);
    await expect(targets).toHaveAccessibleName(/^Sum/);
    await page.mouse.up();
  });

  test('shows + and delete on a connection that is pointed at', async ({ builder, page }) => {
    await page.keyboard.press('f');
    await builder.viewRests();
    const insert = builder.canvas.getByRole('button', { name: /^Insert step between/ }).first();
    await insert.hover();
    await builder.canvas.getByRole('button', { name: 'Delete connection' }).click();
    await expect(builder.node('Start')).toHaveAccessibleName(/not connected to a next step/);
    await builder.undo();
    await builder.expectConnected('Start', 'Each line');
  });

  test('is not drawn again by typing in a form, but for the card that shows what is typed', async ({
    builder,
    page,
  }) => {
    await builder.openNode('Stock');
    await builder.viewRests();
    await page.evaluate(() => {
      const drawn = new Set<string>();
      const viewport = document.querySelector('.react-flow__viewport');
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const element = target instanceof Element ? target : target.parentElement;
          drawn.add(
            element?.closest<HTMLElement>('.react-flow__node')?.dataset.id ?? element?.className ?? '',
          );
        }
      }).observe(viewport as Element, {
        subtree: true,
        childList: true,
        attributes: true,
        characterData: true,
      });
      Object.assign(window, { drawn });
    });
    const url = builder.properties.getByRole('textbox', { name: 'URL', exact: true });
    await url.click();
    await page.keyboard.press('End');
    await page.keyboard.type('/reserve');
    await expect(builder.node('Stock')).toContainText('stock.example.com/reserve');
    const drawn = await page.evaluate(() => [...(window as unknown as { drawn: Set<string> }).drawn]);
    expect(drawn).toEqual(['b']);
  });

  test('has a menu where nothing is', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    await page.keyboard.press('f');
    await builder.viewRests();
    await builder.canvas.locator('.react-flow__pane').click({ button: 'right', position: { x: 500, y: 60 } });
    await page.getByRole('menuitem', { name: 'Add sticky note' }).click();
    await expect(drawing.noteEditor()).toBeFocused();
  });
});
