import { expect, test } from '../harness/test.ts';

test('a workflow is drawn with the mouse, and every change can be taken back', async ({ builder, page }) => {
  await builder.newWorkflow('Drawn by hand');

  await test.step('a palette item dragged onto the canvas becomes a node there', async () => {
    await builder.dragFromPalette('Webhook Trigger', { x: 0.2, y: 0.4 });
    await expect(builder.node('Webhook Trigger')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Start with a trigger' })).toBeHidden();
  });

  await test.step('a clicked item lands right of the selected node, connected', async () => {
    await builder.addNode('Data Transform');
    await builder.expectConnected('Webhook Trigger', 'Data Transform');
    const trigger = await builder.node('Webhook Trigger').boundingBox();
    const transform = await builder.node('Data Transform').boundingBox();
    expect(transform!.x).toBeGreaterThan(trigger!.x + trigger!.width);
  });

  await test.step('a wire drawn from an output to an input connects', async () => {
    await builder.dragFromPalette('Respond', { x: 0.75, y: 0.75 });
    await expect(builder.node('Data Transform')).toHaveAccessibleName(/not connected to a next step/);
    await builder.connect('Data Transform', 'Respond');
    await builder.expectConnected('Data Transform', 'Respond');
  });

  await test.step('an impossible connection says why and is not made', async () => {
    await builder.drawConnection('Respond', 'Data Transform');
    await expect(builder.canvas.getByRole('status')).toContainText(/circle|cycle|itself/i);
    await page.mouse.up();
    await expect(builder.node('Respond')).toHaveAccessibleName(/not connected to a next step/);
    await builder.drawConnection('Respond', 'Webhook Trigger');
    await expect(builder.canvas.getByRole('status')).toContainText(/trigger/i);
    await page.mouse.up();
    await expect(builder.node('Respond')).toHaveAccessibleName(/not connected to a next step/);
  });

  await test.step('undo and redo walk through the changes', async () => {
    await builder.undo();
    await expect(builder.node('Data Transform')).toHaveAccessibleName(/not connected to a next step/);
    await builder.undo();
    await expect(builder.nodes()).toHaveCount(2);
    await builder.redo();
    await builder.redo();
    await builder.expectConnected('Data Transform', 'Respond');
  });

  await test.step('keys delete, bring back and duplicate what is selected', async () => {
    await builder.openNode('Respond');
    await builder.node('Respond').focus();
    await page.keyboard.press('Delete');
    await expect(builder.nodes()).toHaveCount(2);
    await page.keyboard.press('Control+z');
    await expect(builder.nodes()).toHaveCount(3);
    await page.keyboard.press('Control+Shift+z');
    await expect(builder.nodes()).toHaveCount(2);
    await page.keyboard.press('Control+z');
    await builder.openNode('Data Transform');
    await page.keyboard.press('Escape');
    await builder.node('Data Transform').click();
    await page.keyboard.press('Control+d');
    await expect(builder.nodes()).toHaveCount(4);
  });

  await test.step('Ctrl+S saves, and a reload brings the draft back', async () => {
    await page.keyboard.press('Control+s');
    await builder.expectSaved();
    await page.reload();
    await expect(builder.nodes()).toHaveCount(4);
    await expect(page.getByLabel('Workflow name')).toHaveValue('Drawn by hand');
    await builder.expectConnected('Webhook Trigger', 'Data Transform');
  });
});
