// Loaded before a process (`node --import`) that is to die at the n-th statement which says something of an execution:
// `globalThis.failPoint = { at, when: 'before' | 'after', seen: [] }` arms it, `at` 0 only counts.
import pg from 'pg';

const tables = /\b(workflow_executions|execution_\w+|waits|approvals|workflow_counters|pgboss\.job)\b/;
const writes = /\b(insert into|update|delete from)\b/i;
/** Asked again and again whether there is something to do: how often depends on the time and not on the execution. */
const looks = /^\s*(with (gone|orphaned|lanes|doomed) as|delete from (processes|waits))/i;
/** Connections inside a transaction; true once something was written in it. */
const transactions = new WeakMap();
/** @type {Record<string, any>} Its many signatures are of no concern here. */
const prototype = pg.Client.prototype;
const { query } = prototype;

/** @this {pg.Client} @param {any} config @param {any[]} rest */
prototype.query = function watched(config, ...rest) {
  const point = pointOf(this, typeof config === 'string' ? config : (config?.text ?? ''));
  if (!point) return query.call(this, config, ...rest);
  point('before');
  const callback = rest.findLastIndex((argument) => typeof argument === 'function');
  if (callback === -1)
    return query.call(this, config, ...rest).then((/** @type {unknown} */ answer) => {
      point('after');
      return answer;
    });
  const told = rest[callback];
  rest[callback] = (/** @type {unknown[]} */ ...answer) => {
    point('after');
    told(...answer);
  };
  return query.call(this, config, ...rest);
};

/** @param {pg.Client} client @param {string} text */
function pointOf(client, text) {
  const armed = /** @type {any} */ (globalThis).failPoint;
  const wrote = transactions.get(client) === true;
  if (/^begin/i.test(text)) transactions.set(client, false);
  const ends = /^(commit|rollback)/i.test(text);
  if (ends) transactions.delete(client);
  const counts = ends ? wrote : writes.test(text) && tables.test(text) && !looks.test(text);
  if (!counts || !armed) return null;
  if (transactions.has(client)) transactions.set(client, true);
  // Before a statement inside a transaction is after the one before it.
  const number = armed.seen.push({
    text: text.trim().replace(/\s+/g, ' ').slice(0, 60),
    inside: wrote && !ends,
  });
  return (/** @type {string} */ when) => {
    if (armed.at === number && armed.when === when) process.kill(process.pid, 'SIGKILL');
  };
}
