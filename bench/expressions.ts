import { compileExpression, compileTemplate } from '@millrace/core';

const scope = {
  order: { total: 1_250, customer: { name: 'Ada Lovelace' }, lines: [{ price: 3 }, { price: 4 }] },
};
const samples: [string, { evaluate(scope: Readonly<Record<string, unknown>>): unknown }][] = [
  ['order.customer.name', compileExpression('order.customer.name')],
  [
    'order.total > 1000 && order.customer.name != null',
    compileExpression('order.total > 1000 && order.customer.name != null'),
  ],
  ['"Hello {{ order.customer.name }}"', compileTemplate('Hello {{ order.customer.name }}')],
];

/** Evaluations a second on one core, each for half a second. */
export function expressionRate(): [string, number][] {
  return samples.map(([name, compiled]) => [name, rate(() => compiled.evaluate(scope))]);
}

function rate(evaluate: () => unknown): number {
  for (let index = 0; index < 10_000; index += 1) evaluate();
  let count = 0;
  const begin = performance.now();
  while (performance.now() - begin < 500) {
    for (let index = 0; index < 1_000; index += 1) evaluate();
    count += 1_000;
  }
  return count / ((performance.now() - begin) / 1_000);
}
