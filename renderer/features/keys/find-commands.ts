import { chordWords, type System } from '../../../main/contract/chords.ts';
import { type CommandGroup, commandGroups, commands, type UsedChords } from '../../../main/contract/commands.ts';

/** The words above the commands of a group. */
export const groupWords: Readonly<Record<CommandGroup, string>> = {
  go: 'Go',
  tabs: 'Tabs',
  view: 'View',
  servers: 'Servers',
  berth: 'Berth',
};

/** The commands of a group that have every typed word in their title or keys. */
export interface FoundGroup {
  readonly group: CommandGroup;
  readonly rows: readonly UsedChords[];
}

/** What is found, by group, without the groups of which nothing is. */
export function findCommands(used: readonly UsedChords[], text: string, system: System): readonly FoundGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ command, onPage, everywhere }: UsedChords) => {
    const keys = [onPage, everywhere].map((keysText) => (keysText === null ? '' : chordWords(keysText, system)));
    const known = [commands[command].title, ...keys].join('\n').toLowerCase();
    return words.every((word) => known.includes(word));
  };
  return commandGroups
    .map((group) => ({ group, rows: used.filter((row) => commands[row.command].group === group && isFound(row)) }))
    .filter(({ rows }) => rows.length > 0);
}
