/** The sentences of the JSON viewer. */

const number = (value: number) => new Intl.NumberFormat('en').format(value);

export const json_viewer = {
  view: 'View',
  tree: 'Tree',
  raw: 'Raw',
  search: 'Search in the data',
  matches: (position: number, total: number, more: boolean) =>
    total === 0 ? 'No match' : `${number(position)} of ${number(total)}${more ? '+' : ''}`,
  searching: 'Searching…',
  next_match: 'Next match',
  previous_match: 'Previous match',
  copy_all: 'Copy all',
  copy_value: 'Copy value',
  copy_path: 'Copy path',
  fields: (count: number) => (count === 1 ? '1 field' : `${number(count)} fields`),
  items: (count: number) => (count === 1 ? '1 item' : `${number(count)} items`),
  range: (first: number, last: number) => `${number(first)} … ${number(last)}`,
  cut: (count: number) => `… ${number(count)} more characters; copy to see all`,
  lines: (count: number) => `${number(count)} lines`,
  nothing: 'Nothing here',
};
