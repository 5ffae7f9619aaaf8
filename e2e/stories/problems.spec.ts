import { expectAccessible } from '../harness/axe.ts';
import { chain, httpRequest, manualTrigger, transform } from '../harness/definitions.ts';
import { Problems } from '../harness/problems.ts';
import { expect, test } from '../harness/test.ts';
import { Tests } from '../harness/tests.ts';

test('what was just added is not wrong: it says what it needs, and is wrong once its field was left', async ({
  builder,
  page,
}) => {
  const problems = new Problems(builder);
  await builder.newWorkflow('Begun');
  await expect(problems.inTopBar('1 to fill in')).toBeVisible();
  await builder.addNode('Manual Trigger');
  await expect(builder.node('Manual Trigger')).toHaveAccessibleName(/nothing follows yet$/);
  await builder.addNode('HTTP Request');
  await expect(problems.badge('HTTP Request', 'Needs URL')).toBeVisible();
  await expect(builder.node('HTTP Request')).toHaveAccessibleName(/, needs URL$/);
  await builder.addNode('Wait');
  await expect(problems.badge('Wait', 'Needs How long')).toBeVisible();
  await expect(problems.inTopBar('2 to fill in')).toBeVisible();
  await expectAccessible(page, 'nodes that are not filled in yet');

  await test.step('the list has it apart from errors, and leads to the field without blaming it', async () => {
    await problems.open();
    await expect(problems.heading('2 to fill in')).toBeVisible();
    await builder.problem('HTTP Request node missing URL').click();
    await expect(builder.field('URL')).toBeFocused();
    await expect(builder.properties.getByText('Fill in URL')).toHaveCount(0);
  });

  await test.step('who leaves the field empty is told, and who fills it in is not', async () => {
    await builder.properties.getByLabel('Name', { exact: true }).focus();
    await expect(builder.properties.getByText('Fill in URL')).toBeVisible();
    await expect(problems.badge('HTTP Request', '1 problem')).toBeVisible();
    await expect(problems.inTopBar('1 error, 1 to fill in')).toBeVisible();
    await builder.fillField('URL', 'https://example.com');
    await expect(problems.inTopBar('1 to fill in')).toBeVisible();
  });

  await test.step('a deploy asks for the rest', async () => {
    await builder.button('Deploy').click();
    await expect(problems.refusal()).toContainText('Not deployed: 1 error');
    await expect(problems.inTopBar('1 error')).toBeVisible();
    await expect(problems.badge('Wait', '1 problem')).toBeVisible();
  });
});

test('a node is wrong once it was left after somebody worked on it; a wrong value is wrong at once; what is opened is wrong', async ({
  builder,
  page,
}) => {
  const problems = new Problems(builder);
  await builder.newWorkflow('Half done');
  await builder.addNode('Manual Trigger');
  await builder.addNode('Approval');
  await expect(problems.badge('Approval', 'Needs Title')).toBeVisible();
  await builder.openNode('Manual Trigger');
  await expect(problems.badge('Approval', 'Needs Title')).toBeVisible();

  await builder.openNode('Approval');
  await builder.fillField('Title', 'Send it?');
  await builder.fillField('Title', '{{ trigger.data. }}');
  await expect(builder.node('Approval')).toHaveAccessibleName(/1 problem/);
  await builder.fillField('Title', '');
  await expect(problems.badge('Approval', 'Needs Title')).toBeVisible();
  await builder.openNode('Manual Trigger');
  await expect(problems.badge('Approval', '2 problems: 1 error, 1 warning')).toBeVisible();

  await builder.addNode('HTTP Request');
  await expect(problems.badge('HTTP Request', 'Needs URL')).toBeVisible();
  await builder.save();
  await page.reload();
  await expect(problems.badge('HTTP Request', '1 problem')).toBeVisible();
  await expect(problems.inTopBar('2 errors, 1 warning')).toBeVisible();
});

test('errors and warnings are counted the same wherever they are told, and a refused deploy is told in one place', async ({
  builder,
  page,
  api,
}) => {
  const problems = new Problems(builder);
  await builder.open(
    await api.workflow(
      'Counted',
      chain(manualTrigger, httpRequest({ url: '', method: 'FETCH', mehtod: 'GET' }), {
        ...transform({ transform_type: 'custom', expression: '1', oops: true }, 2),
      }),
    ),
  );
  await expect(problems.inTopBar('2 errors, 2 warnings')).toBeVisible();
  await expect(problems.badge('HTTP Request', '3 problems: 2 errors, 1 warning')).toBeVisible();
  await expect(builder.node('HTTP Request')).toHaveAccessibleName(/, 3 problems: 2 errors, 1 warning$/);
  await expect(problems.badge('Data Transform', '1 warning')).toBeVisible();
  await builder.canvas.getByRole('button', { name: 'Outline' }).click();
  await expect(
    page.getByRole('treeitem', { name: /^HTTP Request, 3 problems: 2 errors, 1 warning/ }),
  ).toBeVisible();

  await builder.button('Deploy').click();
  await expect(problems.refusal()).toContainText('Not deployed: 2 errors, 2 warnings');
  await expect(builder.results.getByRole('tab', { name: 'Problems 2 errors, 2 warnings' })).toBeVisible();
  await expect(problems.heading('2 errors')).toBeVisible();
  await expect(problems.heading('2 warnings')).toBeVisible();
  await expect(builder.toast('Not deployed')).toHaveCount(0);
  await expectAccessible(page, 'a refused deploy');

  await test.step('Tab leads to what is wrong', async () => {
    await expect(page.locator(':focus')).toContainText('Not deployed');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(builder.field('URL')).toBeFocused();
  });

  await test.step('mended, it says so, and deploys with its warnings', async () => {
    await builder.fillField('URL', 'https://example.com');
    await expect(problems.refusal()).toContainText('1 error');
    await builder.chooseField('Method', 'GET');
    await expect(builder.results.getByText('No error is left')).toBeVisible();
    await builder.deploy();
    await expect(builder.dialog('Workflow deployed')).toContainText('Deployed with 2 warnings');
    await expect(builder.results.getByText('No error is left')).toBeHidden();
  });
});

test('a finding about the settings leads to its setting, which says it too', async ({
  builder,
  page,
  api,
}) => {
  const problems = new Problems(builder);
  await builder.open(
    await api.workflow('Set wrong', {
      ...chain(manualTrigger, transform({ transform_type: 'custom', expression: '1' })),
      config: { on_overlap: 'skip', timezone: 'Mars/Olympus' },
    }),
  );
  await problems.open();
  await builder.problem('There is no time zone').click();
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await expect(zone).toBeFocused();
  await expect(page.getByText(/^There is no time zone "Mars\/Olympus"/)).toBeVisible();
  await builder.tab('Editor');
  await builder.problem('on_overlap has no effect').click();
  await expect(page.getByRole('combobox', { name: 'When there is no room' })).toBeFocused();
});

test('a comparison that is only half written is told, and does not stop a deploy', async ({
  builder,
  api,
}) => {
  const problems = new Problems(builder);
  const half = {
    id: 'check',
    type: 'conditional' as const,
    subtype: 'if' as const,
    label: 'Large?',
    position: { x: 320, y: 160 },
    config: { conditions: [{ left: 'trigger.data.total', op: 'greater', right: '' }] },
  };
  await builder.open(
    await api.workflow('Half a comparison', {
      nodes: [manualTrigger, half, transform({ transform_type: 'custom', expression: '1' }, 2)],
      edges: [
        { source: 'start', target: 'check' },
        { source: 'check', sourceHandle: 'true', target: 'map' },
      ],
    }),
  );
  await expect(problems.inTopBar('1 warning')).toBeVisible();
  await problems.open();
  await builder.problem('nothing to compare with').click();
  await expect(builder.properties.getByText(/nothing to compare with/)).toBeVisible();
  await builder.deploy();
});

test('tests that fail on the draft are asked about before it is deployed', async ({ builder, page, api }) => {
  const tests = new Tests(builder);
  const workflow = await api.workflow(
    'Asked before',
    chain(manualTrigger, transform({ transform_type: 'custom', expression: '{ sum: 1 }' })),
  );
  const saved = { input: {}, mocks: {} };
  const equals = (value: number) => [{ on: 'output', path: 'sum', op: 'equals', value }];
  await api.send('POST', `/workflows/${workflow.id}/tests`, {
    ...saved,
    name: 'One',
    expectations: equals(1),
  });
  await api.send('POST', `/workflows/${workflow.id}/tests`, {
    ...saved,
    name: 'Two',
    expectations: equals(2),
  });
  await builder.open(workflow);
  await builder.page.getByRole('button', { name: /^Results/ }).click();
  await tests.openPanel();
  await tests.runAll();
  await expect(tests.row('Two')).toContainText('Failed');

  await builder.button('Deploy').click();
  const asked = builder.dialog('1 of 2 saved tests fails on this draft');
  await expect(asked.getByRole('listitem')).toHaveText(['Two']);
  await expectAccessible(page, 'the question before a deploy with tests that fail');
  expect((await api.getWorkflow(workflow.id)).version).toBe(0);
  await asked.getByRole('button', { name: 'Show tests' }).click();
  await expect(asked).toBeHidden();
  await expect(tests.row('Two')).toBeVisible();

  await builder.button('Deploy').click();
  await asked.getByRole('button', { name: 'Deploy anyway' }).click();
  await expect(builder.toast('Workflow deployed and enabled')).toBeVisible();
  await expect(builder.dialog('Workflow deployed')).not.toContainText('saved test');
});

test('a key that expressions could not read is not taken, and the field says why', async ({
  builder,
  api,
}) => {
  const changed = transform({ transform_type: 'custom', expression: '1' }, 2);
  const other = httpRequest({ url: 'https://example.com' });
  await builder.open(await api.workflow('Keys', chain(manualTrigger, other, changed)));
  await builder.openNode('Data Transform');
  const key = builder.properties.getByLabel('Key', { exact: true });
  for (const [typed, why] of [
    ['', 'Expressions need a key'],
    ['a b', 'Start with a letter'],
    ['trigger', 'Expressions use “trigger” for something else'],
    ['answer', 'Another node has this key'],
  ] as const) {
    await key.fill(typed);
    await key.press('Enter');
    await expect(key).toHaveValue('mapped');
    await expect(builder.properties.getByText(`Still “mapped”: ${why}`)).toBeVisible();
  }
  await key.fill('sums');
  await key.press('Enter');
  await expect(builder.properties.getByText('Still “')).toHaveCount(0);
  await expect(key).toHaveValue('sums');
});
