import type { CommandId } from '../../../main/contract/commands.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { showFleet } from '../model/layout-state.ts';
import { openPalette } from './open-palette.ts';
import type { PageHands } from './page-hands.ts';
import { serverCommands } from './server-commands.ts';
import { tabRuns } from './tab-runs.ts';

/** How one command is done. */
export interface CommandPart {
  readonly run: (app: BerthApp, hands: PageHands) => unknown;
  /** A sentence when it cannot be done now. */
  readonly whyNot?: (app: BerthApp) => string | null;
}

const parts: Readonly<Record<CommandId, CommandPart>> = {
  ...tabRuns,
  ...serverCommands,
  palette: { run: (app) => openPalette(app, 'all') },
  servers: { run: (app) => openPalette(app, 'servers'), whyNot: hasServers },
  fleet: {
    run: ({ layout }) => layout.setState(showFleet, true),
    whyNot: ({ profiles }) => (profiles.store.getState().profiles.length > 1 ? null : 'There is one server at most.'),
  },
  search: {
    run: (_app, hands) => hands.focusSearch(),
    whyNot: ({ layout }) => (layout.getState().activeTabId === null ? null : 'Show a page of Berth first.'),
  },
  sidebar: { run: ({ layout }) => layout.setState(({ isSidebarHidden }) => ({ isSidebarHidden: !isSidebarHidden })) },
  'add-server': { run: ({ dialog }) => dialog.setState({ kind: 'add', source: 'hand' }, true) },
  alerts: { run: ({ alerts }) => alerts.setOpen(true), whyNot: hasServers },
  settings: { run: ({ settings }) => settings.open() },
  keys: { run: ({ settings }) => settings.open('keys') },
  trouble: { run: ({ settings }) => settings.open('trouble') },
  secrets: { run: ({ secrets }) => secrets.show() },
  theme: { run: (_app, hands) => hands.changeTheme() },
};

function hasServers({ profiles }: BerthApp): string | null {
  return profiles.store.getState().profiles.length > 0 ? null : 'Add a server first.';
}

/** Why a command cannot be done now, as a sentence; null when it can. */
export function whyNot(app: BerthApp, command: CommandId): string | null {
  return parts[command].whyNot?.(app) ?? null;
}

/** Does what a key, the menu or the palette asks for; says why where it cannot be done. */
export function runCommand(app: BerthApp, command: CommandId, hands: PageHands): void {
  const reason = whyNot(app, command);
  if (reason === null) void parts[command].run(app, hands);
  else app.announcement.setState(reason, true);
}
