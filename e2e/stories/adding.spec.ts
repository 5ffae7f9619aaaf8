import type { DefinitionInput } from '@millrace/core';
import { Adding } from '../harness/adding.ts';
import { expectAccessible } from '../harness/axe.ts';
import { Outline } from '../harness/outline.ts';
import { expect, test } from '../harness/test.ts';

/** A trigger, a step that gives a list, a request, and a note. */
const line: DefinitionInput = {
  nodes: [
    { id: 't', type: 'trigger', subtype: 'manual', label: 'Start', position: { x: 0, y: 0 } },
    {
      id: 'list',
      type: 'action',
      subtype: 'data_transform',
      key: 'lines',
      label: 'Lines',
      position: { x: 360, y: 0 },
      config: { transform_type: 'custom', expression: '[{ sku: "a" }, { sku: "b" }]' },
    },
    {
      id: 'send',
      type: 'action',
      subtype: 'http_request',
      key: 'sent',
      label: 'Send',
      position: { x: 720, y: 0 },
      config: { url: 'https://example.com/{{ lines[0].sku }}' },
    },
  ],
  edges: [
    { id: 'e1', source: 't', target: 'list' },
    { id: 'e2', source: 'list', target: 'send' },
  ],
  notes: [
    { id: 'n', text: 'Prices', position: { x: 360, y: -200 }, width: 240, height: 120, tint: 'yellow' },
  ],
};

test.describe('Adding', () => {
  let opened = 0;

  test.beforeEach(async ({ api, builder }) => {
    opened += 1;
    await builder.open(await api.workflow(`Adding ${opened}`, line));
    await expect(builder.node('Send')).toBeVisible();
  });

  test('finds a kind by the words people have for it, and adds it after the selected node by key', async ({
    builder,
    page,
  }) => {
    const adding = new Adding(builder);
    await builder.node('Send').click();
    await adding.search().fill('for each');
    await expect(adding.item('Loop')).toContainText('also “for each”');
    await expect(adding.item('HTTP Request')).toHaveCount(0);
    await adding.search().press('Enter');
    await builder.expectConnected('Send', 'Loop');
    await expect(adding.search()).toBeFocused();

    await adding.search().fill('branch');
    await page.keyboard.press('ArrowDown');
    await expect(adding.item('Conditional')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(builder.node('Conditional')).toBeVisible();
    await expect(adding.item('Conditional')).toBeFocused();
    await adding.search().fill('no such thing');
    await expect(builder.palette.getByText('No node matches “no such thing”.')).toBeVisible();
  });

  test('keeps favourites, what was used last, and what was folded', async ({ builder, page }) => {
    const adding = new Adding(builder);
    await adding.item('Wait').focus();
    await page.keyboard.press('*');
    await expect(adding.kept('Favourites')).toHaveText(['Wait']);
    await adding.item('HTTP Request').hover();
    // That of the item before may still be fading.
    await expect(page.getByRole('tooltip').filter({ hasText: 'never in a test' })).toBeVisible();
    await builder.palette
      .getByRole('listitem')
      .filter({ has: page.getByRole('button', { name: 'HTTP Request', exact: true }) })
      .getByRole('button', { name: 'Add to Favourites' })
      .click();
    await expect(adding.kept('Favourites')).toHaveText(['Wait', 'HTTP Request']);
    await adding.item('Merge').click();
    await adding.item('Stop').click();
    await expect(adding.kept('Recent').first()).toHaveAccessibleName('Stop');
    await builder.palette.getByRole('button', { name: 'Triggers', exact: true }).click();
    await expectAccessible(page, 'the palette with favourites');

    await builder.save();
    await page.reload();
    await expect(adding.kept('Favourites')).toHaveText(['Wait', 'HTTP Request']);
    await expect(adding.kept('Recent').first()).toHaveAccessibleName('Stop');
    await expect(adding.item('Manual Trigger')).toHaveCount(0);
    await builder.palette.getByRole('button', { name: 'Triggers', exact: true }).click();
    await adding.item('Wait').focus();
    await page.keyboard.press('*');
    await expect(adding.kept('Favourites')).toHaveText(['HTTP Request']);
  });

  test('offers first what fits the data, says why, and gives the focus back', async ({ builder, page }) => {
    const adding = new Adding(builder);
    await builder.node('Lines').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Add next step…' }).click();
    await expect(adding.offers().nth(0)).toContainText('Loop');
    await expect(adding.offers().nth(0)).toContainText('fits: a list');
    await expect(adding.offers().nth(1)).toContainText('Data Transform');
    await expectAccessible(page, 'the quick search');
    await page.keyboard.press('Escape');
    await expect(builder.node('Lines')).toBeFocused();

    await page.keyboard.press('/');
    await expect(builder.dialog('Add a node')).toContainText('After “Lines”');
    await page.keyboard.type('delay');
    await expect(adding.offers().first()).toContainText('Wait');
    await page.keyboard.press('Enter');
    await expect(builder.node('Wait')).toBeFocused();
    await builder.expectConnected('Lines', 'Wait');
  });

  test('says with the slash what it connects to, and stands free where nothing is selected', async ({
    builder,
    page,
  }) => {
    const adding = new Adding(builder);
    const search = builder.dialog('Add a node');
    const pane = builder.canvas.locator('.react-flow__pane');
    await pane.click({ position: { x: 500, y: 120 } });
    await page.keyboard.press('/');
    await expect(search).toContainText('Not connected');
    await page.keyboard.type('delay');
    await expect(adding.offers().first()).toContainText('Wait');
    await page.keyboard.press('Enter');
    await expect(builder.node('Wait')).toHaveAccessibleName(/, not connected/);
    await expect(builder.node('Send')).toHaveAccessibleName(/, not connected/);

    await builder.canvas
      .getByRole('button', { name: /^Insert step between/ })
      .first()
      .click();
    await expect(search).toContainText('Between “Start” and “Lines”');
  });

  test('keeps in view what a node was added to', async ({ builder }) => {
    await builder.node('Send').click();
    for (const [kind, before] of [
      ['Data Transform', 'Send'],
      ['Wait', 'Data Transform'],
      ['Respond', 'Wait'],
    ] as const) {
      await builder.addNode(kind);
      await builder.viewRests();
      for (const label of [kind, before]) await expect(builder.node(label)).toBeInViewport({ ratio: 1 });
    }
  });

  test('pastes after the step that is chosen in the outline', async ({ builder, page }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const outline = new Outline(page);
    await page.keyboard.press('o');
    await outline.goTo(outline.row('Send'));
    await page.keyboard.press('Control+c');
    await expect(builder.toast('1 node copied')).toBeVisible();
    await outline.goTo(outline.row('Start'));
    await page.keyboard.press('Control+v');
    await expect(builder.toast('1 node pasted after “Start”')).toBeVisible();
    await outline.expectRows('Start', 'Send 2', 'Lines', 'Send', 'Sticky notes', '  Sticky note: Prices');
    await builder.undo();
    await outline.expectRows('Start', 'Lines', 'Send', 'Sticky notes', '  Sticky note: Prices');
  });

  test('opens the quick search within the window wherever it is asked for', async ({ builder, page }) => {
    const box = await builder.canvas.boundingBox();
    if (!box) throw new Error('no canvas');
    await page.mouse.dblclick(box.x + box.width - 60, box.y + box.height - 160);
    const search = builder.dialog('Add a node');
    await expect(search).toBeVisible();
    const shown = await search.boundingBox();
    const { width, height } = page.viewportSize()!;
    expect(shown!.x).toBeGreaterThanOrEqual(0);
    expect(shown!.y).toBeGreaterThanOrEqual(0);
    expect(shown!.x + shown!.width).toBeLessThanOrEqual(width);
    expect(shown!.y + shown!.height).toBeLessThanOrEqual(height);
  });

  test('inserts what is dropped on a connection: from the palette, and a loose node', async ({
    builder,
    page,
  }) => {
    const adding = new Adding(builder);
    const edge = await adding.between('Lines', 'Send');
    await adding.item('Wait').hover();
    await page.mouse.down();
    await page.mouse.move(edge.x - 30, edge.y - 60, { steps: 4 });
    await page.mouse.move(edge.x, edge.y, { steps: 4 });
    await expect(builder.canvas.getByText('Release to insert here')).toBeVisible();
    await page.mouse.up();
    await builder.expectConnected('Lines', 'Wait');
    await builder.expectConnected('Wait', 'Send');

    await builder.dragFromPalette('Merge', { x: 0.3, y: 0.8 });
    const first = await adding.between('Start', 'Lines');
    await adding.dragTo(await adding.middleOf('Merge'), first);
    await expect(builder.canvas.getByText('Release to insert here')).toBeVisible();
    await page.mouse.up();
    await builder.expectConnected('Start', 'Merge');
    await builder.expectConnected('Merge', 'Lines');
    await builder.undo();
    await builder.expectConnected('Start', 'Lines');
  });

  test('closes the gap that a deleted node leaves, can take it back, and leaves it when asked', async ({
    builder,
    page,
  }) => {
    await builder.node('Lines').click();
    await page.keyboard.press('Delete');
    await builder.expectConnected('Start', 'Send');
    await expect(builder.toast('“Start” now leads to “Send”.')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await builder.expectConnected('Start', 'Lines');
    await expect(builder.toast('“Start” now leads to “Send”.')).toBeHidden();

    await builder.node('Lines').click();
    await page.keyboard.press('Shift+Delete');
    await expect(builder.node('Lines')).toHaveCount(0);
    await expect(builder.node('Start')).not.toHaveAccessibleName(/connected to Send/);
  });

  test('copies to another workflow, with notes and renamed references, and says what it cannot paste', async ({
    builder,
    page,
    api,
  }) => {
    const adding = new Adding(builder);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await builder.node('Start').focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+c');
    await expect(builder.toast('3 nodes and 1 note copied')).toBeVisible();

    await builder.open(await api.workflow('Elsewhere', line));
    await expect(builder.node('Send')).toHaveCount(1);
    await page.keyboard.press('Control+v');
    await expect(builder.toast('2 nodes and 1 note pasted')).toBeVisible();
    await expect(builder.toast('The trigger was left out')).toBeVisible();
    await expect(builder.node('Send 2')).toBeVisible();
    await builder.save();
    const { data } = await api.send<{ data: { id: string; name: string }[] }>(
      'GET',
      '/workflows?search=Elsewhere',
    );
    const saved = await api.send<{ workflow_definition: DefinitionInput }>(
      'GET',
      `/workflows/${data[0]!.id}`,
    );
    const urls = saved.workflow_definition.nodes.map(({ config }) => config?.url).filter(Boolean);
    expect(urls).toEqual([
      'https://example.com/{{ lines[0].sku }}',
      'https://example.com/{{ transform[0].sku }}',
    ]);
    expect(saved.workflow_definition.notes).toHaveLength(2);

    await builder.node('Start').focus();
    await adding.paste('Dear diary');
    await expect(
      builder.toast('What is on the clipboard is text, and no nodes of a workflow.'),
    ).toBeVisible();
    await adding.paste('{"nodes":[{"name":"Set","type":"n8n-nodes-base.set"}]}');
    await expect(builder.toast('another product')).toBeVisible();
    await expect(builder.nodes()).toHaveCount(5);
  });

  test('cuts, duplicates, turns off and pastes by keys and by the menu', async ({ builder, page }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await builder.node('Send').focus();
    await page.keyboard.press('Control+d');
    await expect(builder.node('Send 2')).toBeVisible();
    await page.keyboard.press('Control+x');
    await expect(builder.toast('1 node cut')).toBeVisible();
    await expect(builder.node('Send 2')).toHaveCount(0);

    await builder.node('Send').focus();
    await page.keyboard.press('x');
    await expect(builder.node('Send').getByText('Off')).toBeVisible();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Paste' }).click();
    await expect(builder.node('Send 2')).toBeVisible();
  });

  test('names the keys where the browser does not let a menu read the clipboard', async ({
    builder,
    page,
  }) => {
    await page.evaluate(() => {
      navigator.clipboard.readText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    });
    await builder.node('Send').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('menuitem', { name: 'Paste' }).click();
    await expect(builder.toast('The browser does not let a menu read the clipboard.')).toBeVisible();
    await expect(builder.toast('Press Ctrl V instead.')).toBeVisible();
  });

  test('drags a copy with Alt', async ({ builder, page }) => {
    const adding = new Adding(builder);
    const from = await adding.middleOf('Send');
    await page.keyboard.down('Alt');
    await adding.dragTo(from, { x: from.x, y: from.y + 160 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect(builder.node('Send 2')).toBeVisible();
    await builder.expectConnected('Lines', 'Send');
    await builder.undo();
    await expect(builder.node('Send 2')).toHaveCount(0);
  });

  test('does everything by the command palette', async ({ builder, page }) => {
    const adding = new Adding(builder);
    await builder.node('Start').focus();
    await adding.command('send', 'Send');
    await expect(builder.node('Send')).toBeFocused();
    await adding.command('add wait', 'Add Wait');
    await builder.expectConnected('Send', 'Wait');
    await adding.command('undo', 'Undo');
    await expect(builder.node('Wait')).toHaveCount(0);
    await adding.command('shortcuts', 'Keyboard shortcuts');
    const sheet = builder.dialog('Keyboard shortcuts');
    await expect(sheet.getByText('Delete without joining')).toBeVisible();
    await expectAccessible(page, 'the sheet of keys');
    await sheet.getByRole('searchbox').fill('duplicate');
    await expect(sheet.getByText('Delete without joining')).toBeHidden();
    await expect(sheet.getByText('Duplicate', { exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();

    await page.keyboard.press('Control+k');
    await expect(adding.offers().first()).toContainText('Keyboard shortcuts');
    await expectAccessible(page, 'the command palette in the builder');
    await page.keyboard.press('Escape');
    await adding.command('open settings', 'Open Settings');
    await expect(page.getByRole('heading', { name: 'Settings of the workflow' })).toBeVisible();
    await adding.command('send', 'Send');
    await expect(builder.node('Send')).toBeVisible();
  });

  test('does to a selection by its menu what keys do', async ({ builder, page }) => {
    await builder.node('Lines').click();
    await builder.node('Send').click({ modifiers: ['Shift'] });
    await builder.node('Send').focus();
    await page.keyboard.press('Shift+F10');
    await expect(page.getByText('2 nodes selected').first()).toBeVisible();
    await page.getByRole('menuitem', { name: 'Duplicate' }).click();
    await expect(builder.nodes()).toHaveCount(5);
  });
});
