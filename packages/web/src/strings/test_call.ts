/** What of a webhook call a test gives besides its data. */
const many = (count: number, one: string, more: string) => `${count} ${count === 1 ? one : more}`;

export const callText = {
  title: 'Headers, query and method',
  hint: 'What trigger.headers, trigger.query and trigger.method are in the test.',
  summary: ({
    method,
    headers,
    query,
  }: {
    method: string;
    headers: readonly unknown[];
    query: readonly unknown[];
  }) =>
    [
      method,
      headers.length > 0 && many(headers.length, 'header', 'headers'),
      query.length > 0 && many(query.length, 'parameter', 'parameters'),
    ]
      .filter(Boolean)
      .join(' · ') || 'none',
  method: 'Method',
  no_method: 'None',
  headers: 'Headers',
  header: (number: number) => `Header ${number}`,
  query: 'Query',
  parameter: (number: number) => `Parameter ${number}`,
  name: 'Name',
  value: 'Value',
  name_of: (row: string) => `${row} name`,
  value_of: (row: string) => `${row} value`,
  remove: (row: string) => `Remove ${row}`,
  add: (title: string) => (title === 'Query' ? 'Add parameter' : 'Add header'),
};
