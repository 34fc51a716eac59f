import { z } from 'zod';
import { chord, type System } from './chords.ts';
import { call, stream } from './define.ts';

/** A chord per system; null where there is none. */
type ChordBySystem = Readonly<Record<System, string | null>>;

/** One thing that a person can do by key, menu or palette. */
export interface Command {
  /** What it does, as a menu says it; three dots where it asks first. */
  readonly title: string;
  readonly group: CommandGroup;
  /** The keys for it while Berth's own page has the focus. */
  readonly onPage: ChordBySystem;
  /** The keys for it wherever the focus is, which an editor or forwarded page does not get then. */
  readonly everywhere: ChordBySystem;
  /** True for what any browser does: its `onPage` keys count in a forwarded page, too, and in a browser none of them do. */
  readonly isOfPages: boolean;
}

export const commandGroups = ['go', 'tabs', 'view', 'servers', 'berth'] as const;
export type CommandGroup = (typeof commandGroups)[number];

/** Default keys: one chord for all systems, or that of a Mac before that of the others. */
type Keys = string | readonly [mac: string, others: string];

interface DefaultKeys {
  readonly onPage?: Keys;
  readonly everywhere?: Keys;
  readonly isOfPages?: true;
}

function define(group: CommandGroup, title: string, keys: DefaultKeys = {}): Command {
  return {
    group,
    title,
    onPage: bySystem(keys.onPage),
    everywhere: bySystem(keys.everywhere),
    isOfPages: keys.isOfPages ?? false,
  };
}

function bySystem(keys: Keys | undefined): ChordBySystem {
  if (keys === undefined) return { mac: null, windows: null, linux: null };
  const [mac, others] = typeof keys === 'string' ? [keys, keys] : keys;
  return { mac, windows: others, linux: others };
}

/**
 * Berth's own chords everywhere have these modifiers: VS Code binds few of them (1, 9 and 0 are among those), they type
 * nothing, and Control with Alt would be AltGr on Windows, which types signs on most keyboards outside of America.
 */
const own = (mac: string, others = mac): Keys => [`Ctrl+Meta+${mac}`, `Alt+Shift+${others}`];

/** All of them, in the order in which lists show them. */
export const commands = {
  palette: define('go', 'Go to anything…', { onPage: ['Meta+K', 'Ctrl+K'], everywhere: own('K') }),
  servers: define('go', 'Go to a server…', { everywhere: own('S') }),
  fleet: define('go', 'Show all servers', { onPage: 'Alt+0' }),
  'place-1': define('go', 'Show the server’s page', { onPage: 'Alt+1', everywhere: own('B') }),
  'place-2': define('go', 'Show tab 2', { onPage: 'Alt+2', everywhere: own('2') }),
  'place-3': define('go', 'Show tab 3', { onPage: 'Alt+3', everywhere: own('3') }),
  'place-4': define('go', 'Show tab 4', { onPage: 'Alt+4', everywhere: own('4') }),
  'place-5': define('go', 'Show tab 5', { onPage: 'Alt+5', everywhere: own('5') }),
  'place-6': define('go', 'Show tab 6', { onPage: 'Alt+6', everywhere: own('6') }),
  'place-7': define('go', 'Show tab 7', { onPage: 'Alt+7', everywhere: own('7') }),
  'place-8': define('go', 'Show tab 8', { onPage: 'Alt+8', everywhere: own('8') }),
  'place-9': define('go', 'Show tab 9', { onPage: 'Alt+9' }),
  'tab-next': define('go', 'Show the next tab', { everywhere: own(']', 'PageDown') }),
  'tab-previous': define('go', 'Show the previous tab', { everywhere: own('[', 'PageUp') }),
  'section-overview': define('go', 'Show the overview', { onPage: 'Alt+O' }),
  'section-sessions': define('go', 'Show terminals and agents', { onPage: 'Alt+S' }),
  'section-processes': define('go', 'Show processes', { onPage: 'Alt+P' }),
  'section-resources': define('go', 'Show resources', { onPage: 'Alt+R' }),
  'section-ports': define('go', 'Show ports', { onPage: 'Alt+T' }),
  'section-logs': define('go', 'Show logs', { onPage: 'Alt+L' }),
  'section-alerts': define('go', 'Show the server’s alerts', { onPage: 'Alt+N' }),
  search: define('go', 'Search this page', { onPage: '/' }),

  'close-tab': define('tabs', 'Close the tab', { onPage: 'Alt+W', everywhere: own('W') }),
  'close-others': define('tabs', 'Close the other tabs'),
  'reopen-tab': define('tabs', 'Reopen the closed tab', { everywhere: own('T') }),
  'pin-tab': define('tabs', 'Pin or unpin the tab'),
  'split-tab': define('tabs', 'Show two tabs side by side', { everywhere: own('Y') }),
  'other-pane': define('tabs', 'Go to the other side'),
  'move-tab-left': define('tabs', 'Move the tab to the left'),
  'move-tab-right': define('tabs', 'Move the tab to the right'),
  'copy-link': define('tabs', 'Copy the tab’s link'),

  sidebar: define('view', 'Show or hide the sidebar', { onPage: 'Alt+B' }),
  find: define('view', 'Find in the page…', { onPage: ['Meta+F', 'Ctrl+F'], isOfPages: true }),
  reload: define('view', 'Reload the tab', { onPage: ['Meta+R', 'Ctrl+R'], isOfPages: true }),
  'zoom-in': define('view', 'Zoom in', { everywhere: ['Meta+Plus', 'Ctrl+Plus'], isOfPages: true }),
  'zoom-out': define('view', 'Zoom out', { everywhere: ['Meta+-', 'Ctrl+-'], isOfPages: true }),
  'zoom-reset': define('view', 'Reset the zoom', { onPage: ['Meta+0', 'Ctrl+0'], isOfPages: true }),

  'new-terminal': define('servers', 'New terminal', { everywhere: own('N') }),
  'new-agent': define('servers', 'New agent…', { everywhere: own('G') }),
  'add-server': define('servers', 'Add a server…'),
  connect: define('servers', 'Connect to the server'),
  disconnect: define('servers', 'Disconnect from the server'),
  'add-repository': define('servers', 'Add a repository…', { onPage: 'Alt+A' }),
  'check-up': define('servers', 'Check up the server…', { onPage: 'Alt+C' }),
  'set-up': define('servers', 'Set up the server…'),
  versions: define('servers', 'VS Code versions of the server…'),
  'clean-up': define('servers', 'Clean up the server…'),
  connection: define('servers', 'Explain the link to the server…'),

  alerts: define('berth', 'Show all alerts'),
  settings: define('berth', 'Settings…', { onPage: ['Meta+,', 'Ctrl+,'] }),
  keys: define('berth', 'Keys…', { onPage: '?' }),
  trouble: define('berth', 'Troubleshooting…'),
  secrets: define('berth', 'Remembered secrets…'),
  theme: define('berth', 'Change the theme'),
} as const satisfies Readonly<Record<string, Command>>;
export type CommandId = keyof typeof commands;

/** The ids in the order of the list. */
export const commandIds = Object.keys(commands) as readonly CommandId[];

/** Commands that go on while their keys are held down. */
export const repeatedCommands: ReadonlySet<CommandId> = new Set(['tab-next', 'tab-previous', 'zoom-in', 'zoom-out']);

/** The keys of one command; null where it has none. */
export const usedChords = z.object({
  command: z.enum(commandIds),
  onPage: chord.nullable(),
  everywhere: chord.nullable(),
});
export type UsedChords = z.output<typeof usedChords>;

/** The keys of all commands on a system until somebody changes one. */
export function defaultChords(system: System): readonly UsedChords[] {
  return commandIds.map((command) => {
    const { onPage, everywhere } = commands[command];
    return { command, onPage: onPage[system], everywhere: everywhere[system] };
  });
}

/** How the page and the shell around it tell each other what is to be done; parts of the `shell` capability. */
export const commanding = {
  commands: stream(
    'Tells what is asked for outside of the page: by the menu, or by keys that an editor does not get.',
    z.object({}),
    z.object({ command: z.enum(commandIds) }),
  ),
  useChords: call(
    'Names the keys of all commands; menus show them, and editors do not get those that count everywhere.',
    z.object({ chords: z.array(usedChords).max(200) }),
    z.object({}),
    [],
  ),
  zoomPage: call(
    'Draws Berth’s own page larger or smaller.',
    z.object({ step: z.enum(['in', 'out', 'reset']) }),
    z.object({ zoomFactor: z.number() }),
    ['unavailable'],
  ),
} as const;
