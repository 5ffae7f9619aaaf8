import { chain, httpRequest, transform, webhookTrigger } from '../harness/definitions.ts';
import { Expressions } from '../harness/expressions.ts';
import { expect, test } from '../harness/test.ts';

const custom = transform({ transform_type: 'custom' });
const lines = [
  { sku: 'A-1', qty: 2, country: 'DE' },
  { sku: 'B-2', qty: 1, country: 'FR' },
  { sku: 'C-3', qty: 5, country: 'DE' },
];
const trigger = {
  ...webhookTrigger,
  config: {
    ...webhookTrigger.config,
    sample: {
      id: 'A-1042',
      total: 219,
      price: '12.50',
      customer: { name: 'Ada Lovelace', 'e-mail': 'ada@example.com' },
      lines,
    },
  },
};

test('an expression is typed with completion and help, and mended by a click', async ({
  builder,
  page,
  api,
}) => {
  const expressions = new Expressions(builder);
  await builder.open(await api.workflow('Typed', chain(trigger, custom)));
  await builder.openNode('Data Transform');

  await test.step('completion shows values and types, and help inside the call says which argument is next', async () => {
    await expressions.type('Expression', 'roun');
    await expect(expressions.completion('round')).toContainText('round(value: number');
    await page.keyboard.press('Enter');
    await page.keyboard.type('trigger.data.to');
    await expect(expressions.completion('total')).toContainText('219');
    await page.keyboard.press('Enter');
    await page.keyboard.type(', ');
    await expect(page.locator('.cm-signature strong').first()).toHaveText('digits?: number');
    await page.keyboard.type('1');
    await expressions.expectTold('Expression', /Result on sample data: 219 number/);
  });

  await test.step('a name that is not there is replaced by the one that was meant', async () => {
    await builder.fillField('Expression', 'trigger.data.custmer.name');
    await expressions.expectTold('Expression', /did you mean trigger\.data\.customer\?/);
    await expressions.fix('Use trigger.data.customer').click();
    await expect(builder.field('Expression')).toHaveText('trigger.data.customer.name');
    await expressions.expectTold('Expression', /"Ada Lovelace" text/);
    await expect(builder.field('Expression')).toBeFocused();
  });

  await test.step('habits of other languages are mended as well', async () => {
    await builder.fillField('Expression', 'trigger.data.total = 219');
    await expressions.fix('Use == to compare').click();
    await expressions.expectTold('Expression', /Result on sample data: true/);
    await builder.fillField('Expression', 'upper(trigger.data.id');
    await expressions.fix('Add the missing )').click();
    await expressions.expectTold('Expression', /"A-1042"/);
    await builder.fillField('Expression', 'trigger.data.price * 2');
    await expressions.fix('Use toNumber(trigger.data.price)').click();
    await expressions.expectTold('Expression', /Result on sample data: 25 number/);
  });

  await test.step('what takes long is worked out beside the page, and typing goes on', async () => {
    await builder.fillField('Expression', 'range(1, 8000) | map(x => round(x * 1.5, 1)) | sum');
    await expressions.expectTold('Expression', /Result on sample data: \d{6,}/);
  });
});

test('variables are picked by search, keyboard, click and drag', async ({ builder, page, api }) => {
  const expressions = new Expressions(builder);
  await builder.open(await api.workflow('Picked', chain(trigger, httpRequest({ method: 'POST', url: '' }))));
  await builder.openNode('HTTP Request');
  const url = builder.field('URL');

  await test.step('typing searches and Enter inserts, with brackets where the key needs them', async () => {
    const picker = await expressions.openPicker('URL');
    await picker.getByRole('combobox', { name: 'Search variables' }).fill('e-mail');
    await page.keyboard.press('Enter');
    await expect(
      expressions.chip('URL', /Webhook Trigger, customer\['e-mail'\], value "ada@example.com"/),
    ).toBeVisible();
  });

  await test.step('of a list each item, the count and the first can be had', async () => {
    const picker = await expressions.openPicker('URL');
    await picker.getByRole('combobox', { name: 'Search variables' }).fill('sku');
    await picker.getByTitle('trigger.data.lines.map(i => i.sku)', { exact: true }).click();
    await expressions.expectTold('URL', /A-1.*B-2.*C-3/);
  });

  await test.step('a row dragged into a field is inserted where it is dropped', async () => {
    await url.fill('');
    const picker = await expressions.openPicker('URL');
    await picker.getByTitle('trigger.data.id', { exact: true }).dragTo(url);
    await page.keyboard.press('Escape');
    await expect(expressions.chip('URL', /Webhook Trigger, id/)).toBeVisible();
  });
});

test('a chip is one thing: selected, edited, deleted, copied as text, and shown raw', async ({
  builder,
  page,
  api,
}) => {
  const expressions = new Expressions(builder);
  const request = httpRequest({ method: 'GET', url: 'https://example.com/{{ trigger.data.id }}' });
  await builder.open(await api.workflow('Chips', chain(trigger, request)));
  await builder.openNode('HTTP Request');
  const url = builder.field('URL');
  const chip = expressions.chip('URL', /^Variable Webhook Trigger, id, value "A-1042"/);

  await test.step('the raw text is a click away', async () => {
    await expect(chip).toBeVisible();
    await expressions.tool('URL', 'Show as text').click();
    await expect(url).toHaveText('https://example.com/{{ trigger.data.id }}');
    await expressions.tool('URL', 'Show as text').click();
    await expect(chip).toBeVisible();
  });

  await test.step('Enter on the chip edits it, and what is typed there goes into the field', async () => {
    await url.focus();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Enter');
    const editor = builder.dialog('Edit expression').getByRole('textbox', { name: 'URL' });
    await expect(editor).toBeFocused();
    await editor.fill('trigger.data.totl');
    await expect(expressions.chip('URL', /problem: .*did you mean trigger\.data\.total/)).toBeVisible();
    await builder.page
      .getByRole('dialog', { name: 'Edit expression' })
      .getByRole('button', { name: 'Fix: Use trigger.data.total' })
      .click();
    await page.keyboard.press('Enter');
    await expect(builder.dialog('Edit expression')).toBeHidden();
    await expect(expressions.chip('URL', /Webhook Trigger, total, value 219/)).toBeVisible();
    await expect(url).toBeFocused();
  });

  await test.step('Backspace takes it whole, and undo brings it back', async () => {
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Backspace');
    await expect(url).toHaveText('https://example.com/');
    await page.keyboard.press('Control+z');
    await expect(expressions.chip('URL', /total/)).toBeVisible();
  });
});

test('a result of the wrong type is told before anything runs', async ({ builder, api }) => {
  const expressions = new Expressions(builder);
  const request = httpRequest({ method: 'GET', url: '{{ trigger.data.total }}' });
  await builder.open(await api.workflow('Types', chain(trigger, request)));
  await builder.openNode('HTTP Request');
  await expressions.expectTold('URL', /This field needs text; the expression gives the number 219/);
  await expressions.fix('Use toText(trigger.data.total)').click();
  await expressions.expectTold('URL', /"219" text/);
});

test('conditions say where they would go, and become an expression and rows again', async ({
  builder,
  page,
  api,
}) => {
  const check = {
    ...transform({
      conditions: [{ left: 'trigger.data.total', op: 'greater', right: 100 }],
    }),
    type: 'conditional' as const,
    subtype: 'if' as const,
    label: 'Conditional',
  };
  await builder.open(await api.workflow('Goes', chain(trigger, check)));
  await builder.openNode('Conditional');
  const { properties } = builder;
  await expect(properties.getByText('Would go: true')).toBeVisible();

  await properties.getByRole('button', { name: 'Add condition' }).click();
  const second = properties.getByRole('group', { name: 'Condition 2' });
  await second.getByRole('textbox', { name: 'Value' }).fill('trigger.data.customer.name');
  await second.getByRole('combobox', { name: 'Operator' }).click();
  await page.getByRole('option', { name: 'contains', exact: true }).click();
  await second.getByRole('textbox', { name: 'Compared with' }).fill('Bob');
  await expect(second).toContainText('does not hold on the sample data');
  await expect(properties.getByText('Would go: false')).toContainText('Condition 2 decides');

  await properties.getByRole('radio', { name: 'Any may hold' }).click();
  await expect(properties.getByText('Would go: true')).toContainText('Condition 1 decides');

  await properties.getByRole('radio', { name: 'Expression' }).click();
  const condition = builder.field('Condition');
  await expect(condition).toHaveText(
    "trigger.data.total > 100 || contains(trigger.data.customer.name, 'Bob')",
  );
  await expect(properties.getByText('Would go: true')).toBeVisible();
  await properties.getByRole('radio', { name: 'Builder' }).click();
  await expect(second.getByRole('textbox', { name: 'Compared with' })).toHaveText('Bob');
});

test('a transform shows beside its form what it keeps', async ({ builder, api }) => {
  const filter = transform({
    transform_type: 'filter_array',
    input: '{{ trigger.data.lines }}',
    condition: "country == 'DE'",
  });
  await builder.open(await api.workflow('Kept', chain(trigger, filter)));
  await builder.openNode('Data Transform');
  const preview = builder.properties.getByRole('region', { name: 'Preview on sample data' });
  await expect(preview).toContainText('Keeps 2 of 3 items');
  await builder.fillField('Keep entries where', 'qty > 4');
  await expect(preview).toContainText('Keeps 1 of 3 items');
  await builder.fillField('Keep entries where', 'qty >');
  await expect(preview).toContainText('It fails on the sample data');
});
