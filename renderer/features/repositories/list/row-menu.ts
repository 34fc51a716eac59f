import type { MenuEntry } from '../../../ui/menu-entry.ts';
import type { RepositoryRow } from './repository-rows.ts';
import type { RowActions } from './row-actions.ts';

/** Only where editors can have a public address at all. */
function publicEntry(row: RepositoryRow, { publicAddress }: RowActions, isPossible: boolean): readonly MenuEntry[] {
  if (publicAddress === null) return [];
  return [{ label: 'Public address…', key: 'a', isDisabled: !isPossible, onSelect: () => publicAddress(row) }];
}

/** Everything that can be done with a repository, in the order of how much it changes. */
export function rowMenu(row: RepositoryRow, actions: RowActions, isLinked: boolean): readonly MenuEntry[] {
  const { id, state, hasInstance, isListed, operation } = row;
  const isMoving = operation?.isRunning === true || state === 'starting' || state === 'stopping';
  const cannotChange = isMoving || !isLinked;
  const isRunning = state === 'running';
  const isAtRest = state === 'stopped' || state === 'crashed';
  const openLabel = {
    running: 'Open',
    suspended: 'Wake and open',
    crashed: 'Start again and open',
    stopped: 'Start and open',
    starting: 'Open when it runs',
    stopping: 'Open',
  }[state];
  return [
    { label: openLabel, key: 'o', isDisabled: state === 'stopping' || !isLinked, onSelect: () => actions.open(id) },
    { label: 'Show log', key: 'l', isDisabled: !hasInstance || !isLinked, onSelect: () => actions.logs(row) },
    { label: 'New terminal', key: 't', isDisabled: !isLinked, onSelect: () => actions.newTerminal(id) },
    { label: 'New agent…', key: 'g', isDisabled: !isLinked, onSelect: () => actions.newAgent(id) },
    { label: 'Copy path', key: 'c', onSelect: () => actions.copyPath(row) },
    ...publicEntry(row, actions, isRunning && !cannotChange),
    { label: 'Settings…', key: 'e', isDisabled: !isLinked, onSelect: () => actions.settings(row) },
    { label: 'Rename in the list…', key: 'n', isDisabled: !isLinked || !isListed, onSelect: () => actions.rename(row) },
    {
      label: 'Remove from the list',
      key: 'm',
      isDisabled: cannotChange || !isListed || !isAtRest,
      onSelect: () => actions.removeFromList(row),
    },
    { label: 'Put to sleep', key: 'p', isDisabled: cannotChange || !isRunning, onSelect: () => actions.suspend(id) },
    { label: 'Restart', key: 'r', isDisabled: cannotChange || !isRunning, onSelect: () => actions.restart(id) },
    {
      label: 'Stop',
      key: 's',
      isDisabled: !isLinked || operation?.isRunning === true || state === 'stopped',
      onSelect: () => actions.stop(id),
    },
  ];
}
