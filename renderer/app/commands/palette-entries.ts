import { type CommandId, commandIds, commands } from '../../../main/contract/commands.ts';
import { portOfName } from '../../../main/contract/forwards.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { doingWords } from '../../features/agents/session-words.ts';
import type { PaletteScope } from '../../features/palette/palette-model.ts';
import type { PaletteEntry } from '../../features/palette/palette-search.ts';
import { rowState } from '../../features/repositories/list/repository-rows.ts';
import { stateWords } from '../../features/repositories/list/state-line.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { openHost, openRepository } from '../model/editor-flow.ts';
import { showTab } from '../model/layout-state.ts';
import { openSession } from '../model/session-flow.ts';
import { isTerminalTab, sessionTab } from '../model/tabs/session-tabs.ts';
import { whyNot } from './run-command.ts';

interface PaletteParts {
  readonly scope: PaletteScope;
  readonly tabNames: ReadonlyMap<string, string>;
  readonly keysOf: (command: CommandId) => string;
  readonly run: (command: CommandId) => void;
}

/** Commands that are no use in the list: it is open, and lists the tabs themselves. */
const unlisted = /^(?:palette|place-.*|tab-next|tab-previous)$/;

/** What one can go to or do now: open tabs, repositories of all servers that have told theirs, servers, commands. */
export function paletteEntries(app: BerthApp, parts: PaletteParts): readonly PaletteEntry[] {
  const { profiles } = app.profiles.store.getState();
  const servers = profiles.map((profile) => serverEntry(app, profile));
  if (parts.scope === 'servers') return servers;
  return [
    ...tabEntries(app, profiles, parts.tabNames),
    ...profiles.flatMap((profile) => sessionEntries(app, profile)),
    ...profiles.flatMap((profile) => repositoryEntries(app, profile)),
    ...servers,
    ...commandIds.filter((id) => !unlisted.test(id) && whyNot(app, id) === null).map((id) => commandEntry(id, parts)),
  ];
}

function serverEntry(app: BerthApp, { id, name, user, address, tags }: Profile): PaletteEntry {
  const isLinked = app.link.store.getState().statuses[id]?.state === 'connected';
  return {
    id: `server ${id}`,
    kind: 'server',
    title: name,
    note: `${user}@${address}${isLinked ? ' · linked' : ''}`,
    words: tags.join(' '),
    run: () => openHost(app, id),
  };
}

function tabEntries(
  app: BerthApp,
  profiles: readonly Profile[],
  names: ReadonlyMap<string, string>,
): readonly PaletteEntry[] {
  const { tabs, activeTabId } = app.layout.getState();
  return tabs
    .filter(({ tabId }) => tabId !== activeTabId)
    .map(({ tabId, profileId, repositoryId }) => ({
      id: `tab ${tabId}`,
      kind: 'tab',
      title: names.get(tabId) ?? repositoryId,
      note: profiles.find(({ id }) => id === profileId)?.name ?? '',
      words: portOfName(repositoryId) !== null ? 'page' : isTerminalTab(repositoryId) ? 'terminal' : '',
      run: () => app.layout.setState((layout) => showTab(layout, tabId), true),
    }));
}

function sessionEntries(app: BerthApp, { id: profileId, name: hostName }: Profile): readonly PaletteEntry[] {
  const open = new Set(app.layout.getState().tabs.map((tab) => `${tab.profileId} ${tab.repositoryId}`));
  return (app.sessions.store.getState()[profileId]?.list?.sessions ?? [])
    .filter(({ id }) => !open.has(`${profileId} ${sessionTab(id)}`))
    .map((session) => ({
      id: `session ${profileId} ${session.id}`,
      kind: 'session',
      title: session.title,
      note: `${hostName} · ${doingWords(session)}`,
      words: `${session.kind} ${session.repository ?? ''} ${session.preset ?? ''}`,
      run: () => openSession(app, profileId, session.id),
    }));
}

function repositoryEntries(app: BerthApp, { id: profileId, name: hostName }: Profile): readonly PaletteEntry[] {
  const host = app.instances.store.getState()[profileId];
  const instances = new Map(host?.instances?.map((instance) => [instance.id, instance]));
  const open = new Set(app.layout.getState().tabs.map((tab) => `${tab.profileId} ${tab.repositoryId}`));
  return (app.repositories.store.getState()[profileId]?.repositories ?? [])
    .filter(({ id }) => !open.has(`${profileId} ${id}`))
    .map(({ id, name, path }) => ({
      id: `repository ${profileId} ${id}`,
      kind: 'repository',
      title: name,
      note: `${hostName} · ${stateWords[rowState(instances.get(id), host?.operations[id])]}`,
      words: path,
      run: () => void openRepository(app, profileId, id),
    }));
}

function commandEntry(id: CommandId, { keysOf, run }: PaletteParts): PaletteEntry {
  return {
    id: `command ${id}`,
    kind: 'command',
    title: commands[id].title,
    note: '',
    keys: keysOf(id),
    run: () => run(id),
  };
}
