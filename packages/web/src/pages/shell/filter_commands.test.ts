import { describe, expect, it } from 'vitest';
import { filterCommands, withRecent } from './filter_commands.ts';
import type { PageCommandGroup } from './page_commands.ts';

const command = (label: string, also?: string) => ({
  id: label,
  label,
  icon: null,
  ...(also && { also }),
  run: () => {},
});
const groups: PageCommandGroup[] = [
  {
    title: 'Actions',
    commands: [command('Save'), command('Deploy', 'publish activate'), command('Save as…')],
  },
  {
    title: 'Nodes',
    shown: 2,
    commands: Array.from({ length: 50 }, (_, n) => command(`HTTP Request ${n}`)),
  },
];
const said = (all: PageCommandGroup[]) =>
  all.map(({ title, commands }) => `${title}: ${commands.map(({ label }) => label).join(', ')}`);

describe('the command palette', () => {
  it.each([
    ['', ['Actions: Save, Deploy, Save as…', 'Nodes: HTTP Request 0, HTTP Request 1']],
    ['publish', ['Actions: Deploy']],
    ['sa', ['Actions: Save, Save as…']],
    ['request 49', ['Nodes: HTTP Request 49']],
    ['svae', []],
    ['rq', []],
  ])('finds for %j', (search, expected) => {
    expect(said(filterCommands(groups, search))).toEqual(expected);
  });

  it('shows not more than can be read', () => {
    expect(filterCommands(groups, 'http')[0]?.commands).toHaveLength(12);
  });

  it('has what was used last in front, once', () => {
    const shown = withRecent(groups, ['Deploy', 'gone', 'HTTP Request 7'], 'Recent');
    expect(said(shown)[0]).toBe('Recent: Deploy, HTTP Request 7');
    expect(said(shown)[1]).toBe('Actions: Save, Save as…');
    expect(said(withRecent(groups, ['gone'], 'Recent'))).toEqual(said(groups));
  });
});
