import { useStore } from 'zustand';
import { Menu } from '../../ui/Menu.tsx';
import type { MenuEntry } from '../../ui/menu-entry.ts';
import { closeEditor, hasView } from '../model/editor-flow.ts';
import { type EditorTabInfo, partnerOf } from '../model/layout-state.ts';
import * as commands from '../model/tab-commands.ts';
import { swapPanes } from '../model/tabs/panes.ts';
import { terminalOfTab } from '../model/tabs/session-tabs.ts';
import { moveTabBy, othersOf } from '../model/tabs/tab-order.ts';
import { isUsualZoom, zoomWords } from '../model/tabs/zoom-steps.ts';
import { showOnceMore } from '../model/terminal-flow.ts';
import { useBerth } from '../use-berth.ts';
import { panelId, tabElementId } from './tab-ids.ts';

/** Where a menu was asked for, CSS pixels of the page. */
export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

interface TabMenuProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
  readonly point: MenuPoint;
  readonly onClose: () => void;
}

/** What can be done with a tab, where it was asked for. */
export function TabMenu({ tab, name, point: { x, y }, onClose }: TabMenuProps) {
  const app = useBerth();
  const layout = useStore(app.layout);
  const { tabId, isPinned, zoomFactor } = tab;
  const target = terminalOfTab(tab.repositoryId);
  const isPaired = partnerOf(layout, tabId) !== null;
  const moved = (step: 1 | -1) => moveTabBy(layout, tabId, step);
  const entry = (label: string, key: string, onSelect: () => void, isDisabled = false): MenuEntry => ({
    label,
    key,
    isDisabled,
    onSelect,
  });
  const set = (step: 1 | -1) => app.layout.setState(moved(step), true);
  const isZoomed = !isUsualZoom(zoomFactor) && hasView(app, tabId);
  const groups: readonly (readonly (MenuEntry | null)[])[] = [
    [
      entry(isPinned ? 'Unpin' : 'Pin', 'p', () => commands.togglePin(app, tabId)),
      entry('Move left', 'l', () => set(-1), moved(-1) === layout),
      entry('Move right', 'r', () => set(1), moved(1) === layout),
      isPaired
        ? entry('Show alone', 's', () => commands.toggleSplit(app, tabId))
        : entry('Show side by side', 's', () => commands.toggleSplit(app, tabId), layout.tabs.length < 2),
      isPaired ? entry('Swap sides', 'w', () => app.layout.setState(swapPanes, true)) : null,
    ],
    [
      target === null ? entry('Reload', 'e', () => void commands.reloadTab(app, tabId)) : null,
      target?.kind === 'session' ? entry('Show once more beside it', 'b', () => showOnceMore(app, tab)) : null,
      isZoomed
        ? entry(`Zoom ${zoomWords(zoomFactor)}: reset`, 'z', () => void commands.zoomTab(app, 'reset', tabId))
        : null,
      commands.linkOf(app, tab) === null ? null : entry('Copy link', 'c', () => void commands.copyLink(app, tabId)),
    ],
    [
      entry('Close', 'x', () => void closeEditor(app, tabId)),
      entry('Close others', 'o', () => void commands.closeOthers(app, tabId), othersOf(layout, tabId).length === 0),
      entry('Reopen closed tab', 't', () => commands.reopenTab(app), layout.closedTabs.length === 0),
    ],
  ];
  const entries = groups.flatMap((group, groupIndex) =>
    group.filter((one) => one !== null).map((one, index) => ({ ...one, isGroupStart: groupIndex > 0 && index === 0 })),
  );
  return (
    <Menu
      label={`Tab ${name}`}
      entries={entries}
      isAtPoint
      placeOf={() => ({ top: y, bottom: y, left: x, right: x })}
      opener={() => document.getElementById(tabElementId(panelId(tabId)))}
      onClose={onClose}
    />
  );
}
