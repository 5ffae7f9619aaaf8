/** Which commands a search leaves, and what is shown before one searches. Pure. */
import type { PageCommandGroup } from './page_commands.ts';

const mostFound = 12;
const mostRecent = 4;

/** The groups with the commands that have every word of the search; names that begin with it first. */
export function filterCommands(groups: readonly PageCommandGroup[], search: string): PageCommandGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ title, commands, shown }) => {
      if (words.length === 0) return { title, commands: commands.slice(0, shown ?? commands.length) };
      const found = commands
        .map((command) => ({ command, rank: rankOf(command.label, command.also ?? '', words) }))
        .filter(({ rank }) => rank > 0)
        .sort((a, b) => b.rank - a.rank);
      return { title, commands: found.slice(0, mostFound).map(({ command }) => command) };
    })
    .filter(({ commands }) => commands.length > 0);
}

function rankOf(label: string, also: string, words: readonly string[]): number {
  const name = label.toLowerCase();
  if (name.startsWith(words.join(' '))) return 4;
  if (words.every((word) => name.split(/[\s-]+/).some((part) => part.startsWith(word)))) return 3;
  if (words.every((word) => name.includes(word))) return 2;
  return words.every((word) => `${name} ${also}`.includes(word)) ? 1 : 0;
}

/** What was used last in a group of its own in front, and no longer where it stood. */
export function withRecent(
  groups: readonly PageCommandGroup[],
  used: readonly string[],
  title: string,
): PageCommandGroup[] {
  const all = new Map(groups.flatMap(({ commands }) => commands.map((command) => [command.id, command])));
  const recent = used.flatMap((id) => all.get(id) ?? []).slice(0, mostRecent);
  if (recent.length === 0) return [...groups];
  const rest = groups
    .map((group) => ({ ...group, commands: group.commands.filter((command) => !recent.includes(command)) }))
    .filter(({ commands }) => commands.length > 0);
  return [{ title, commands: recent }, ...rest];
}
