import type { ForwardKind } from '../../../../main/contract/forwards.ts';
import type { MenuEntry } from '../../../ui/menu-entry.ts';
import type { PortActions } from './port-actions.ts';
import { addressHere, type PortLine } from './port-table.ts';

/** What a menu of a port needs besides the port. */
export interface PortMenuParts {
  readonly profileId: string;
  readonly isLinked: boolean;
  readonly actions: PortActions;
  readonly onForward: (kind: ForwardKind) => void;
  readonly onAskPort: () => void;
}

/** Everything that can be done with a port, in the order of how much it changes; nothing for what cannot be forwarded. */
export function portMenu(line: PortLine, parts: PortMenuParts): readonly MenuEntry[] {
  if (line.likely === null) return [];
  const { isLinked, actions, onForward, onAskPort } = parts;
  const place = { profileId: parts.profileId, port: line.port, address: line.forwardAddress };
  const web = line.forwards.find(({ kind }) => kind === 'web');
  const tcp = line.forwards.find(({ kind }) => kind === 'tcp');
  const copies = [
    ...(web === undefined ? [] : [{ label: 'Copy web address', key: 'c', forward: web }]),
    ...(tcp === undefined ? [] : [{ label: 'Copy local address', key: 'l', forward: tcp }]),
  ].map(({ forward, ...entry }) => ({ ...entry, onSelect: () => actions.copy(addressHere(forward)) }));
  const stops = [
    ...(web === undefined ? [] : [{ label: 'Stop the web page', key: 'w', forward: web }]),
    ...(tcp === undefined ? [] : [{ label: 'Stop the local port', key: 'p', forward: tcp }]),
  ].map(({ forward, ...entry }) => ({ ...entry, onSelect: () => actions.stop(forward) }));
  const isDisabled = !isLinked;
  return [
    { label: 'Open in a tab', key: 'o', isDisabled, onSelect: () => actions.openInTab(place) },
    { label: 'Open in the browser', key: 'b', isDisabled, onSelect: () => actions.openInBrowser(place) },
    ...copies,
    ...(tcp === undefined ? [{ label: 'Forward as TCP', key: 't', isDisabled, onSelect: () => onForward('tcp') }] : []),
    {
      label: tcp === undefined ? 'Forward to a local port…' : 'Another local port…',
      key: 'f',
      isDisabled,
      onSelect: onAskPort,
    },
    ...stops,
  ];
}
