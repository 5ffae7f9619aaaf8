/** What people type out of habit, and what to write instead. */

export interface Refusal {
  message: string;
  suggestion?: string;
}

export const refusedNodes: Readonly<Record<string, Refusal>> = {
  AssignmentExpression: {
    message: 'Assignment does not exist here',
    suggestion: 'use == to compare',
  },
  UpdateExpression: { message: 'Values cannot be changed here', suggestion: 'use + 1 or - 1' },
  SequenceExpression: {
    message: 'Only one expression can stand here',
    suggestion: 'put each expression in its own {{ }}',
  },
  NewExpression: { message: '"new" does not exist here', suggestion: 'use now() or toDate(text) for dates' },
  ThisExpression: {
    message: '"this" does not exist here',
    suggestion: 'start with the name of a step, or trigger.data',
  },
  FunctionExpression: {
    message: 'Functions cannot be defined here',
    suggestion: 'use an arrow as an argument: items.map(i => i.price)',
  },
  ClassExpression: { message: 'Classes do not exist here' },
  ImportExpression: { message: 'Nothing can be imported here' },
  MetaProperty: { message: 'Nothing can be imported here' },
  AwaitExpression: { message: '"await" does not exist here' },
  YieldExpression: { message: '"yield" does not exist here' },
  TaggedTemplateExpression: {
    message: 'A template text cannot be called with a function',
    suggestion: 'write upper(`…`)',
  },
  ArrowFunctionExpression: {
    message: 'An arrow function can only be an argument',
    suggestion: 'write items.map(i => i.price)',
  },
  Super: { message: '"super" does not exist here' },
  PrivateIdentifier: { message: 'Names with # do not exist here' },
};

export const refusedOperators: Readonly<Record<string, Refusal>> = {
  '&': { message: 'The operator & does not exist here', suggestion: 'use && for "and"' },
  '^': { message: 'The operator ^ does not exist here', suggestion: 'use ** for powers' },
  '<<': { message: 'The operator << does not exist here' },
  '>>': { message: 'The operator >> does not exist here' },
  '>>>': { message: 'The operator >>> does not exist here' },
  in: { message: 'The operator "in" does not exist here', suggestion: 'use contains(keys(object), name)' },
  instanceof: { message: 'The operator "instanceof" does not exist here', suggestion: 'use typeOf(value)' },
  typeof: { message: 'The operator "typeof" does not exist here', suggestion: 'use typeOf(value)' },
  void: { message: 'The operator "void" does not exist here', suggestion: 'use null' },
  delete: { message: 'Values cannot be changed here', suggestion: "use omit(object, ['name'])" },
  '+': { message: 'The sign + does not exist here', suggestion: 'use toNumber(value)' },
  '~': { message: 'The operator ~ does not exist here' },
};

/** Names of the host that are never data. */
export const refusedNames: ReadonlySet<string> = new Set([
  'globalThis',
  'global',
  'process',
  'require',
  'eval',
  'Function',
  'Reflect',
  'Proxy',
  'arguments',
]);

/** JavaScript's own functions by the name a person may type, with ours. */
export const familiarFunctions: ReadonlyMap<string, string> = new Map([
  ['parseInt', 'toNumber'],
  ['parseFloat', 'toNumber'],
  ['Number', 'toNumber'],
  ['String', 'toText'],
  ['Boolean', 'toBoolean'],
  ['Date', 'toDate'],
  ['encodeURIComponent', 'urlEncode'],
  ['encodeURI', 'urlEncode'],
  ['decodeURIComponent', 'urlDecode'],
  ['btoa', 'base64'],
  ['atob', 'fromBase64'],
  ['isNaN', 'typeOf'],
  ['len', 'length'],
  ['size', 'length'],
  ['concat', 'join'],
  ['uppercase', 'upper'],
  ['lowercase', 'lower'],
  ['toUpperCase', 'upper'],
  ['toLowerCase', 'lower'],
  ['filterBy', 'where'],
  ['average', 'avg'],
  ['ifElse', 'if'],
  ['stringify', 'json'],
  ['Math.round', 'round'],
  ['Math.floor', 'floor'],
  ['Math.ceil', 'ceil'],
  ['Math.abs', 'abs'],
  ['Math.min', 'min'],
  ['Math.max', 'max'],
  ['JSON.stringify', 'json'],
  ['JSON.parse', 'parseJson'],
  ['Object.keys', 'keys'],
  ['Object.values', 'values'],
  ['Object.entries', 'entries'],
  ['Object.assign', 'merge'],
  ['Date.now', 'now'],
  ['Date.parse', 'toDate'],
  ['Number.parseFloat', 'toNumber'],
  ['Number.parseInt', 'toNumber'],
  ['crypto.randomUUID', 'uuid'],
  ['parseNumber', 'toNumber'],
  ['formatDateTime', 'formatDate'],
  ['str', 'toText'],
  ['int', 'toNumber'],
  ['float', 'toNumber'],
  ['toString', 'toText'],
  ['upcase', 'upper'],
  ['downcase', 'lower'],
  ['ifempty', 'default'],
  ['ifEmpty', 'default'],
  ['moment', 'toDate'],
  ['DateTime.now', 'now'],
  ['DateTime.fromISO', 'toDate'],
]);

/** Names by which other products and languages call what is here too, and what to write. */
const foreignNames: ReadonlyMap<string, string> = new Map([
  ['$json', 'what a step gave is read by its key (order.total), what came in by trigger.data'],
  ['$input', 'what a step gave is read by its key (order.total), what came in by trigger.data'],
  ['$node', 'what a step gave is read by its key: order.total'],
  ['$', 'what a step gave is read by its key: order.total'],
  ['$items', 'what a step gave is read by its key: order.items'],
  ['bundle', 'what came in is read from trigger.data'],
  ['inputData', 'what came in is read from trigger.data'],
  ['steps', 'what a step gave is read by its key: order.total'],
  ['$now', 'use now()'],
  ['$today', 'use today()'],
  ['$vars', 'use variables'],
  ['$env', 'use variables'],
  ['$workflow', 'use workflow'],
  ['$execution', 'use execution'],
  ['$index', 'use index'],
  ['$itemIndex', 'use index'],
  ['True', 'use true'],
  ['False', 'use false'],
  ['None', 'use null'],
  ['NaN', 'use null'],
  ['loop', 'in the body of a loop item is the current one and index its number'],
]);

/** What to write instead of a name that does not exist here. */
export function foreignName(name: string): string | undefined {
  return foreignNames.get(name);
}

/** Words of statements; an expression has none of them. */
export const statementWords: ReadonlyMap<string, string> = new Map([
  ['return', 'leave "return" out: an expression is its value'],
  ['const', 'an expression keeps nothing: write the value where it is needed'],
  ['let', 'an expression keeps nothing: write the value where it is needed'],
  ['var', 'an expression keeps nothing: write the value where it is needed'],
  ['else', "write condition ? 'a' : 'b'"],
  ['is', 'use == null or != null to ask whether there is anything'],
  ['await', 'nothing has to be waited for here'],
]);
