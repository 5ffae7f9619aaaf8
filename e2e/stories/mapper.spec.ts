import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, transform, webhookTrigger } from '../harness/definitions.ts';
import { startLocalServer } from '../harness/local_server.ts';
import { Mapper } from '../harness/mapper.ts';
import { expect, test } from '../harness/test.ts';

const order = {
  id: 'A-1042',
  createdAt: '2026-01-15T10:00:00Z',
  currency: 'EUR',
  customer: {
    firstName: 'Ada',
    email: 'ada@example.com',
    address: { zipCode: 'SW1Y 4JH', city: 'London' },
  },
  items: [
    { sku: 'K-1', qty: 200, unitPrice: 0.05 },
    { sku: 'E-7', qty: 1, unitPrice: 17000 },
  ],
  total: 17010,
};
const invoice = {
  number: 'R-1',
  currency: 'EUR',
  bill_to: { first_name: 'x', e_mail: 'x', postal_code: 'x', city: 'x' },
  lines: [{ sku: 'x', quantity: 1, unit_price: 1.5 }],
  total_amount: 1,
};

const trigger = { ...webhookTrigger, config: { ...webhookTrigger.config, sample: order } };
const ofOrder = (mappings: object[] = []) =>
  chain(trigger, transform({ transform_type: 'map_fields', input: '{{ trigger.data }}', mappings }));

test('fields are mapped by dragging and by two clicks, changed, seen, undone and saved as one step', async ({
  builder,
  page,
  api,
}) => {
  const { id } = await api.workflow('Mapped by hand', ofOrder());
  await builder.open({ id });
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await mapper.open();

  await test.step('a field that is dropped on the empty target is added under its own name', async () => {
    await mapper.drag('id', mapper.target.getByText('Where shall the data go?'));
    await mapper.expectMapped('id', /^id, id, "A-1042"$/);
    await expect(mapper.lines()).toHaveCount(1);
  });

  await test.step('a pasted sample shows the target; fields go there by dragging and by two clicks', async () => {
    await mapper.pasteTarget(invoice);
    await mapper.drag('id', mapper.targetField('number'));
    await mapper.expectMapped('number', /"A-1042"/);
    await mapper.click('customer.address.city', 'bill_to.city');
    await mapper.expectMapped('bill_to.city', /customer\.address\.city, "London"/);
    await expect(mapper.lines()).toHaveCount(3);
  });

  await test.step('a click on a line selects the mapping, which is changed below', async () => {
    await mapper.targetField('number').click();
    await mapper.detail.getByRole('combobox', { name: 'Transformation' }).click();
    await page.getByRole('option', { name: 'lowercase' }).click();
    await mapper.expectMapped('number', /"a-1042"/);
    await expect(mapper.result).toContainText('"number": "a-1042"');
    await mapper.lines().and(page.locator('[data-line="bill_to.city"]')).click({ force: true });
    await expect(mapper.detail.getByRole('textbox', { name: 'Value' })).toHaveText('customer.address.city');
    await mapper.detail.getByRole('textbox', { name: 'Value' }).fill('upper(customer.address.city)');
    await expect(mapper.result).toContainText('"city": "LONDON"');
  });

  await test.step('undo and redo are the mapper’s own', async () => {
    await mapper.target.getByRole('button', { name: 'Undo in the mapper' }).click();
    await expect(mapper.result).toContainText('"city": "London"');
    await mapper.target.getByRole('button', { name: 'Redo in the mapper' }).click();
    await expect(mapper.result).toContainText('"city": "LONDON"');
  });

  await test.step('Done is one step of the undo; Cancel asks before it drops what was changed', async () => {
    await mapper.done();
    await expect(builder.properties.getByText('3 fields mapped')).toBeVisible();
    await builder.undo();
    await expect(builder.properties.getByText('No fields are mapped yet.')).toBeVisible();
    await builder.redo();
    await mapper.open();
    await expect(mapper.lines()).not.toHaveCount(0);
    await mapper.click('total', 'total_amount');
    await mapper.dialog.getByRole('button', { name: 'Cancel' }).click();
    const ask = page.getByRole('alertdialog', { name: 'Discard your changes?' });
    await ask.getByRole('button', { name: 'Keep mapping' }).click();
    await expect(mapper.dialog).toBeVisible();
    await mapper.dialog.getByRole('button', { name: 'Cancel' }).click();
    await ask.getByRole('button', { name: 'Discard' }).click();
    await expect(mapper.dialog).toBeHidden();
    await expect(builder.properties.getByText('3 fields mapped')).toBeVisible();
  });

  await builder.runTest();
  await builder.step('Data Transform').click();
  await expect(builder.results.getByRole('tabpanel').last()).toContainText('LONDON');
});

test('the keyboard alone maps a field, changes it, takes it off and closes', async ({
  builder,
  page,
  api,
}) => {
  const { keyboard } = page;
  await builder.open(await api.workflow('Mapped by keys', ofOrder()));
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await builder.properties.getByRole('button', { name: 'Map Fields' }).focus();
  await keyboard.press('Enter');
  await expect(mapper.source.getByRole('tree')).toBeFocused();
  await mapper.pasteTarget(invoice);

  await test.step('Enter picks up, the focus goes to the likeliest field, Enter drops', async () => {
    await mapper.walkTo(mapper.source, 'title', 'customer.email');
    await keyboard.press('Enter');
    await expect(mapper.dialog.getByRole('status')).toContainText([
      /Picked up email, text "ada@example.com"/,
    ]);
    await expect(mapper.target.getByRole('tree')).toBeFocused();
    await expect(mapper.target.locator('[data-active]')).toHaveAttribute('data-target', 'bill_to.e_mail');
    await keyboard.press('Enter');
    await mapper.expectMapped('bill_to.e_mail', /customer\.email, "ada@example.com"/);
    await expect(mapper.source.getByRole('tree')).toBeFocused();
  });

  await test.step('Escape lets go, and does not close', async () => {
    await keyboard.press('Enter');
    await keyboard.press('Escape');
    await expect(mapper.dialog).toBeVisible();
    await expect(mapper.dialog.getByText(/^Click the target field/)).toBeHidden();
  });

  await test.step('Enter on a mapped field opens its mapping; Delete removes it', async () => {
    await mapper.walkTo(mapper.target, 'data-target', 'bill_to.e_mail');
    await keyboard.press('Enter');
    await expect(mapper.detail.getByRole('textbox', { name: 'Value' })).toBeFocused();
    await mapper.target.getByRole('tree').focus();
    await keyboard.press('Delete');
    await mapper.expectMapped('bill_to.e_mail', /Not mapped/);
    await keyboard.press('Control+z');
    await mapper.expectMapped('bill_to.e_mail', /ada@example.com/);
  });

  await expectAccessible(page, 'mapper with a mapping');
  await mapper.dialog.getByRole('button', { name: 'Done' }).focus();
  await keyboard.press('Enter');
  await expect(builder.properties.getByText('1 field mapped')).toBeVisible();
});

test('fields that look alike are offered, and mapped when they are accepted', async ({
  builder,
  page,
  api,
}) => {
  await builder.open(
    await api.workflow('Mapped automatically', ofOrder([{ target_field: 'currency', source_path: "'USD'" }])),
  );
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await mapper.open();
  await mapper.pasteTarget(invoice);
  await mapper.target.getByRole('button', { name: 'Map automatically' }).click();
  const offered = mapper.dialog.getByRole('region', { name: 'Suggestions' });
  await expect(offered.getByRole('listitem')).not.toHaveCount(0);
  await mapper.expectMapped('bill_to.postal_code', /customer\.address\.zipCode \?$/);
  await expectAccessible(page, 'mapper with suggestions');

  await offered.getByRole('button', { name: 'Accept bill_to.postal_code' }).click();
  await mapper.expectMapped('bill_to.postal_code', /"SW1Y 4JH"/);
  await offered.getByRole('button', { name: 'Decline total_amount' }).click();
  await offered.getByRole('button', { name: /^Accept all/ }).click();
  await expect(offered).toBeHidden();
  await mapper.expectMapped('bill_to.first_name', /"Ada"/);
  await mapper.expectMapped('lines[].quantity', /\[200,1\]/);
  await mapper.expectMapped('total_amount', /Not mapped/);
  // What was mapped stays as it was.
  await mapper.expectMapped('currency', /'USD', "USD"/);
  await mapper.target.getByRole('button', { name: 'Undo in the mapper' }).click();
  await mapper.expectMapped('bill_to.first_name', /Not mapped/);
});

test('a list is mapped entry by entry, onto one value it asks how, and a wrong type says why and mends itself', async ({
  builder,
  page,
  api,
}) => {
  await builder.open(await api.workflow('Lists', ofOrder()));
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await mapper.open();
  await mapper.pasteTarget(invoice);

  await test.step('a list onto a list maps the fields of its entries', async () => {
    await mapper.click('items', 'lines');
    await builder
      .dialog('How shall it go into lines?')
      .getByRole('button', { name: 'Entry by entry: 3 fields' })
      .click();
    await mapper.expectMapped('lines[].unit_price', /items\[\]\.unitPrice, \[0\.05,17000\]/);
    await mapper.targetField('lines[].unit_price').click();
    await mapper.detail.getByRole('textbox', { name: 'Value' }).fill('entry.unitPrice * entry.qty');
    await mapper.expectMapped('lines[].unit_price', /items\[\]\.unitPrice \* items\[\]\.qty, \[10,17000\]/);
  });

  await test.step('one of its fields onto one value asks how', async () => {
    await mapper.click('items[].sku', 'number');
    await builder
      .dialog('How shall it go into number?')
      .getByRole('button', { name: /^All, joined/ })
      .click();
    await mapper.expectMapped('number', /"K-1, E-7"/);
  });

  await test.step('a number in a text field is red, with the reason, and one click writes it as text', async () => {
    await mapper.click('total', 'bill_to.city');
    await mapper.expectMapped('bill_to.city', /is a number; text is needed/);
    await expect(mapper.detail.getByRole('status')).toHaveText(
      'city: the value is a number; text is needed.',
    );
    await expectAccessible(page, 'mapper with a mismatch');
    await mapper.detail.getByRole('button', { name: 'Write it as text' }).click();
    await mapper.expectMapped('bill_to.city', /"17010"/);
  });

  await test.step('what fails says so at its field', async () => {
    await mapper.click('customer.firstName', 'total_amount');
    await mapper.detail.getByRole('textbox', { name: 'Value' }).fill('customer.firstName * 2');
    await expect(mapper.result).toContainText(/"total_amount": .*customer\.firstName is text "Ada"/);
  });
});

test('a list as the input is stepped through', async ({ builder, api }) => {
  const rows = transform({
    transform_type: 'map_fields',
    input: '{{ trigger.data.items }}',
    mappings: [{ target_field: 'code', source_path: 'sku' }],
  });
  await builder.open(await api.workflow('Rows', chain(trigger, rows)));
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await mapper.open();
  await expect(mapper.result).toContainText('"code": "K-1"');
  await mapper.result.getByRole('button', { name: 'Next entry' }).click();
  await expect(mapper.result).toContainText('Entry 2 of 2');
  await expect(mapper.result).toContainText('"code": "E-7"');
});

test('the body of a request is taken over from JSON, mapped, deployed, and received as it was shown', async ({
  builder,
  api,
}) => {
  await using shop = await startLocalServer();
  const call = httpRequest({
    method: 'POST',
    url: `${shop.url}/invoices`,
    body: '{ "number": {{ trigger.data.id }}, "kind": "order" }',
  });
  const { id } = await api.workflow('Invoice', chain(manualTrigger, call));
  await builder.open({ id });
  await builder.runTest(order);
  await builder.openNode('HTTP Request');
  const mapper = new Mapper(builder);
  await mapper.open();
  await expect(mapper.dialog.getByText(/^2 fields were taken over/)).toBeVisible();
  await mapper.expectMapped('kind', /Fixed value, "order"/);
  await mapper.pasteTarget(invoice);
  await mapper.click('trigger.data.items', 'lines');
  await builder
    .dialog('How shall it go into lines?')
    .getByRole('button', { name: /^Entry by entry/ })
    .click();
  await mapper.click('trigger.data.customer.email', 'bill_to.e_mail');
  await mapper.done();
  await expect(builder.properties.getByText('6 fields mapped')).toBeVisible();
  await builder.deploy();
  await builder.closeDeployed();

  const execution = await api.run(id, order);
  expect(execution.status).toBe('success');
  expect(shop.received.map(({ body }) => JSON.parse(body))).toEqual([
    {
      number: 'A-1042',
      bill_to: { e_mail: 'ada@example.com' },
      lines: [
        { sku: 'K-1', quantity: 200, unit_price: 0.05 },
        { sku: 'E-7', quantity: 1, unit_price: 17000 },
      ],
      kind: 'order',
    },
  ]);
});

test('with keys alone what is picked up becomes the first field of an empty target', async ({
  builder,
  page,
  api,
}) => {
  await builder.open(await api.workflow('Nothing there yet', ofOrder()));
  await builder.openNode('Data Transform');
  const mapper = new Mapper(builder);
  await mapper.open();
  await mapper.source.getByRole('tree').focus();
  await mapper.walkTo(mapper.source, 'title', 'customer.email');
  await page.keyboard.press('Enter');
  await expect(mapper.dialog.getByRole('status')).toContainText([/press Enter on Add field/]);
  await expect(mapper.target.getByRole('button', { name: 'Add field' }).last()).toBeFocused();
  await page.keyboard.press('Enter');
  await mapper.expectMapped('email', /customer\.email/);
  await expect(mapper.source.getByRole('tree')).toBeFocused();
});
