import type { DefinitionInput } from '@millrace/core';
import { Drawing } from '../harness/canvas.ts';
import { Outline } from '../harness/outline.ts';
import { expect, test } from '../harness/test.ts';

const at = (x: number, y: number) => ({ x, y });

const drawn: DefinitionInput = {
  nodes: [
    { id: 't', type: 'trigger', subtype: 'manual', label: 'Start', position: at(0, 0), config: {} },
    { id: 'c', type: 'conditional', subtype: 'if', label: 'Large?', position: at(320, 0), config: {} },
    {
      id: 'a',
      type: 'action',
      subtype: 'data_transform',
      label: 'Price',
      position: at(640, -40),
      config: {},
    },
    { id: 'b', type: 'action', subtype: 'http_request', label: 'Stock', position: at(640, 160), config: {} },
  ],
  edges: [
    { id: 'e1', source: 't', target: 'c' },
    { id: 'e2', source: 'c', sourceHandle: 'true', target: 'a' },
  ],
};

test.describe('A connection', () => {
  let opened = 0;

  test.beforeEach(async ({ api, builder, page }) => {
    opened += 1;
    const workflow = await api.workflow(`Wires ${opened}`, drawn);
    await builder.open(workflow);
    await expect(builder.node('Start')).toBeVisible();
    await page.keyboard.press('f');
  });

  test('is led to another node by dragging its end, in one step to undo', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    await drawing.takeEnd({ into: 'Price' }, builder.node('Stock'));
    await expect(drawing.hint('Release to connect')).toBeVisible();
    await page.mouse.up();
    await builder.expectConnected('Large?', 'Stock');
    await expect(builder.node('Large?')).not.toHaveAccessibleName(/Price/);
    await builder.undo();
    await builder.expectConnected('Large?', 'Price');
    await expect(builder.node('Large?')).not.toHaveAccessibleName(/Stock/);
  });

  test('is led from another port by dragging its start', async ({ builder, page }) => {
    const drawing = new Drawing(builder);
    const port = builder.node('Large?').locator('[data-port="false"]');
    await drawing.takeEnd({ from: 'Large?', port: 'true' }, port);
    await page.mouse.up();
    await builder.node('Price').focus();
    await expect(page.locator('[data-announcer]')).toHaveText(
      'Price now follows Large?, false, and no longer Large?, true',
    );
    await builder.undo();
    await builder.expectConnected('Large?', 'Price');
  });

  test('says while its end is dragged why it cannot lead there, and goes back where it was', async ({
    builder,
    page,
  }) => {
    const drawing = new Drawing(builder);
    await drawing.takeEnd({ into: 'Price' }, builder.node('Start'));
    await expect(drawing.hint(/Nothing can lead into a trigger/)).toBeVisible();
    const canvas = await builder.canvas.boundingBox();
    if (!canvas) throw new Error('There is no canvas');
    await page.mouse.move(canvas.x + canvas.width / 2, canvas.y + 60, { steps: 4 });
    await expect(drawing.hint(/^Release to put it back/)).toBeVisible();
    await page.mouse.up();
    await builder.expectConnected('Large?', 'Price');
    await expect(builder.canvas.getByRole('button', { name: 'Undo' })).toBeDisabled();

    await drawing.takeEnd({ into: 'Price' }, builder.node('Stock'));
    await page.keyboard.press('Escape');
    await page.mouse.up();
    await builder.expectConnected('Large?', 'Price');
    await expect(builder.canvas.getByRole('button', { name: 'Undo' })).toBeDisabled();
  });

  test('has a menu from which either end is led elsewhere', async ({ builder, page }) => {
    await builder.viewRests();
    const insert = builder.canvas.getByRole('button', { name: /^Insert step between/ }).first();
    await insert.click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Move its end to…' }).hover();
    await expect(page.getByRole('menuitem', { name: 'Start' })).toBeVisible();
    await page.getByRole('menuitem', { name: 'Stock' }).click();
    await builder.expectConnected('Start', 'Stock');
  });

  test('is led elsewhere by the keyboard, on the canvas and in the outline', async ({ builder, page }) => {
    await builder.node('Large?').focus();
    await page.keyboard.press('Shift+F10');
    const outline = new Outline(page);
    await outline.walkTo(page.getByRole('menuitem', { name: 'Move a connection' }));
    await page.keyboard.press('ArrowRight');
    await outline.walkTo(page.getByRole('menuitem', { name: 'End at Price, true, to…' }));
    await page.keyboard.press('ArrowRight');
    await outline.walkTo(page.getByRole('menuitem', { name: 'Stock' }));
    await page.keyboard.press('Enter');
    await builder.expectConnected('Large?', 'Stock');

    await page.keyboard.press('o');
    await outline.goTo(outline.row('Stock'));
    await page.keyboard.press('Shift+F10');
    await outline.walkTo(page.getByRole('menuitem', { name: 'Move a connection' }));
    await page.keyboard.press('ArrowRight');
    await outline.walkTo(page.getByRole('menuitem', { name: 'Start at Large?, true, to…' }));
    await page.keyboard.press('ArrowRight');
    await outline.walkTo(page.getByRole('menuitem', { name: 'Large? “false”' }));
    await page.keyboard.press('Enter');
    await outline.expectSaid('Stock now follows Large?, false, and no longer Large?, true');
  });
});

test('Nodes leave their group and join another one by a menu', async ({ api, builder, page }) => {
  const workflow = await api.workflow('Grouped by a menu', {
    ...drawn,
    groups: [
      { id: 'g1', label: 'Begin', tint: 'blue', nodes: ['t', 'c'] },
      { id: 'g2', label: 'Rest', tint: 'green', nodes: ['b'] },
    ],
  });
  await builder.open(workflow);
  const drawing = new Drawing(builder);
  await expect(drawing.group('Begin')).toHaveAccessibleName('Group Begin, 2 nodes');
  await builder.node('Large?').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Remove from group' }).click();
  await expect(drawing.group('Begin')).toHaveAccessibleName('Group Begin, 1 node');

  const outline = new Outline(page);
  await page.keyboard.press('o');
  await outline.choose(outline.row('Large?'), 'Add to group', 'Rest');
  await expect(drawing.group('Rest')).toHaveAccessibleName('Group Rest, 2 nodes');
  await outline.choose(outline.row('Large?'), 'Remove from group');
  await expect(drawing.group('Rest')).toHaveAccessibleName('Group Rest, 1 node');

  await drawing.group('Rest').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Ungroup' }).click();
  await expect(drawing.group('Rest')).toHaveCount(0);
  await expect(builder.nodes()).toHaveCount(4);
});
