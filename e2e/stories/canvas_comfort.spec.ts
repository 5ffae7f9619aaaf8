import type { DefinitionInput } from '@millrace/core';
import { Adding } from '../harness/adding.ts';
import { Drawing } from '../harness/canvas.ts';
import { expect, test } from '../harness/test.ts';

const order = (name: string) => `Bestellung aus dem Webshop, Fall ${name}`;

/** Cards ten pixels apart, with cases whose names begin alike. */
const close: DefinitionInput = {
  nodes: [
    { id: 't', type: 'trigger', subtype: 'manual', label: 'Start', position: { x: 0, y: 0 } },
    {
      id: 'a',
      type: 'action',
      subtype: 'http_request',
      key: 'a',
      label: 'Price',
      position: { x: 250, y: 0 },
      config: { url: 'https://example.com/{{ trigger.data.id }}' },
    },
    {
      id: 's',
      type: 'conditional',
      subtype: 'switch',
      key: 's',
      label: 'Kinds',
      position: { x: 500, y: 0 },
      config: { cases: [1, 2].map((each) => ({ label: order(`${each}`), condition: `a.x == ${each}` })) },
    },
    { id: 'w', type: 'control', subtype: 'wait', key: 'w', label: 'Later', position: { x: 250, y: 320 } },
  ],
  edges: [
    { id: 'e1', source: 't', target: 'a' },
    { id: 'e2', source: 'a', target: 's' },
  ],
};

test.describe('The canvas', () => {
  let opened = 0;

  test.beforeEach(async ({ api, builder }) => {
    opened += 1;
    await builder.open(await api.workflow(`Comfort ${opened}`, close));
    await expect(builder.node('Kinds')).toBeVisible();
    await builder.viewRests();
  });

  test('puts another trigger in the place of the one that is there, and takes it back', async ({
    builder,
    page,
  }) => {
    const adding = new Adding(builder);
    await builder.addNode('Webhook Trigger');
    const toast = builder.toast('Replaced Manual Trigger by Webhook Trigger');
    await expect(toast).toBeVisible();
    // Over the palette: it covers nothing of the properties, the results and the canvas.
    const lies = await page.locator('[data-sonner-toast]').first().boundingBox();
    const palette = await builder.palette.boundingBox();
    expect(lies!.x + lies!.width).toBeLessThanOrEqual(palette!.x + palette!.width);
    await expect(builder.nodes()).toHaveCount(4);
    await builder.expectConnected('Start', 'Price');
    await expect(builder.node('Start')).toHaveAccessibleName(/Webhook Trigger/);
    await page
      .getByRole('region', { name: /Notifications/ })
      .getByRole('button', { name: 'Undo' })
      .click();
    await expect(builder.node('Start')).toHaveAccessibleName(/Manual Trigger/);
    await builder.expectConnected('Start', 'Price');

    await builder.dragFromPalette('Schedule Trigger', { x: 0.6, y: 0.8 });
    await expect(builder.node('Start')).toHaveAccessibleName(/Schedule Trigger/);
    await expect(builder.nodes()).toHaveCount(4);
    await builder.addNode('Schedule Trigger');
    await expect(builder.toast('This workflow starts with a Schedule Trigger already')).toBeVisible();

    await page.keyboard.press('Escape');
    await builder.canvas.locator('.react-flow__pane').dblclick({ position: { x: 500, y: 40 } });
    await page.keyboard.type('webhok');
    await expect(adding.offers().first()).toContainText('Webhook Trigger');
    await expect(adding.offers().first()).toContainText('takes the place of “Start”');
    await page.keyboard.press('Enter');
    await expect(builder.node('Start')).toHaveAccessibleName(/Webhook Trigger/);
    await builder.expectConnected('Start', 'Price');
  });

  test('inserts into a connection between cards that are close together, and cuts it', async ({
    builder,
    page,
  }) => {
    const insert = builder.canvas.getByRole('button', { name: /^Insert step between/ });
    await insert.first().click();
    await page.keyboard.type('wait');
    await page.keyboard.press('Enter');
    await builder.expectConnected('Start', 'Wait');
    await builder.expectConnected('Wait', 'Price');
    await builder.undo();
    await expect(insert).toHaveCount(2);
    await builder.viewRests();
    await insert.first().hover();
    const cut = builder.canvas.getByRole('button', { name: 'Delete connection' });
    await expect(cut).toHaveCount(1);
    await cut.click();
    await expect(insert).toHaveCount(1);
  });

  test('says above the cards what a drop on their connection would do', async ({ builder, page }) => {
    const adding = new Adding(builder);
    const from = await adding.middleOf('Later');
    await adding.dragTo(from, await adding.between('Start', 'Price'));
    const hint = page.getByText('Release to insert here');
    await expect(hint).toBeVisible();
    const covered = await hint.evaluate((element) => {
      const { left, top, width, height } = element.getBoundingClientRect();
      // It takes no clicks itself: whatever were above it would be hit instead of the canvas.
      return [0.1, 0.5, 0.9].filter(
        (share) =>
          document.elementFromPoint(left + width * share, top + height / 2)?.closest('.react-flow__node') !=
          null,
      ).length;
    });
    expect(covered).toBe(0);
    await page.mouse.up();
    await builder.expectConnected('Later', 'Price');
  });

  test('lets the names of ports differ, and leads a wire to the port of the card it is over', async ({
    builder,
    page,
  }) => {
    const card = builder.node('Kinds');
    for (const each of ['1', '2']) {
      const name = card.getByTitle(order(each)).filter({ hasText: order(each) });
      await expect(name).toHaveText(order(each));
      const end = name.getByText(new RegExp(`Fall ${each}$`)).last();
      await expect(end).toBeInViewport({ ratio: 0.99 });
    }
    await builder.drawConnection('Kinds', 'Later', 'case_0');
    const line = builder.canvas.locator('.react-flow__connection-path');
    await expect(line).toHaveAttribute('data-landing', 'w');
    const end = await line.evaluate((path) => {
      const curve = path as SVGPathElement;
      const at = curve.getPointAtLength(curve.getTotalLength());
      const { x, y } = at.matrixTransform(curve.getScreenCTM() ?? undefined);
      return { x, y };
    });
    const dot = await builder.node('Later').locator('.react-flow__handle.target').boundingBox();
    expect(Math.abs(end.x - dot!.x)).toBeLessThan(8);
    expect(Math.abs(end.y - (dot!.y + dot!.height / 2))).toBeLessThan(8);
    await page.mouse.up();
  });

  test('stays where it is when several nodes are selected, without a row of buttons', async ({
    builder,
    page,
  }) => {
    const drawing = new Drawing(builder);
    const before = await builder.canvas.boundingBox();
    await builder.canvas.locator('.react-flow__pane').click({ position: { x: 500, y: 40 } });
    await page.keyboard.press('Control+a');
    await expect(drawing.toolbar('Selection')).toBeVisible();
    await expect(builder.properties).toContainText('4 nodes selected');
    await expect(builder.canvas.getByRole('button', { name: 'Delete connection' })).toHaveCount(0);
    expect(await builder.canvas.boundingBox()).toEqual(before);
  });

  test('tells what the keys do on a card, the first time that one is reached by them', async ({
    builder,
    page,
  }) => {
    const told = builder.canvas.getByText('Arrow keys move the node.');
    await builder.canvas.locator('.react-flow__pane').click({ position: { x: 500, y: 40 } });
    await expect(told).toHaveCount(0);
    await builder.node('Start').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await expect(told).toBeVisible();
    await page.keyboard.press('Alt+ArrowRight');
    await expect(builder.node('Price')).toBeFocused();
    await expect(told).toBeVisible();
    await page.mouse.click(5, 5);
    await expect(told).toHaveCount(0);
  });

  test('shows after tidying up what can be read', async ({ builder }) => {
    const drawing = new Drawing(builder);
    await builder.openNode('Price');
    await drawing.control('Tidy up').click();
    await builder.viewRests();
    const percent = await builder.canvas.getByRole('button', { name: /^Actual size/ }).textContent();
    expect(Number.parseInt(percent ?? '', 10)).toBeGreaterThanOrEqual(60);
    await expect(builder.node('Price')).toBeInViewport({ ratio: 0.99 });
  });
});
