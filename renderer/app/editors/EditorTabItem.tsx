import { type MouseEvent as ReactMouseEvent, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from 'zustand';
import type { CommandId } from '../../../main/contract/commands.ts';
import { SessionMark } from '../../features/agents/SessionMark.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { useKeyWordsOf } from '../commands/use-key-words.ts';
import { closeEditor } from '../model/editor-flow.ts';
import { type EditorTabInfo, partnerOf, showTab } from '../model/layout-state.ts';
import { moveTabBy } from '../model/tabs/tab-order.ts';
import { useBerth } from '../use-berth.ts';
import { Tab } from './Tab.tsx';
import { type MenuPoint, TabMenu } from './TabMenu.tsx';
import { TerminalSign } from './TerminalSign.tsx';
import { draggedTab, grabTab } from './tab-drag.ts';
import { panelId, tabElementId } from './tab-ids.ts';
import { useTabLook } from './use-tab-look.ts';

interface EditorTabItemProps {
  readonly tab: EditorTabInfo;
  readonly name: string;
  /** In the tab bar, from 1. */
  readonly place: number;
}

/** The tab of an editor or of a forwarded page. */
export function EditorTabItem({ tab, name, place }: EditorTabItemProps) {
  const app = useBerth();
  const { tabId, profileId, repositoryId, isPinned } = tab;
  const isShown = useStore(app.layout, ({ activeTabId }) => activeTabId === tabId);
  const isPaired = useStore(app.layout, (layout) => partnerOf(layout, tabId) !== null);
  const color = useStore(app.profiles.store, ({ profiles }) => profiles.find(({ id }) => id === profileId)?.color);
  const isDragged = useStore(draggedTab, (drag) => drag?.tabId === tabId);
  const [menu, setMenu] = useState<MenuPoint | null>(null);
  const { mark, words, title, icon, isUnread, terminal, doing } = useTabLook(tab, name);
  const keysOf = useKeyWordsOf();
  const showKeys = place <= 9 ? keysOf(`place-${place}` as CommandId) : '';
  const hint = [title === name ? '' : name, words, showKeys].filter((part) => part !== '').join(' · ');
  return (
    <>
      <Tab
        id={tabElementId(panelId(tabId))}
        panel={panelId(tabId)}
        testId={`tab-${repositoryId}`}
        name={title}
        hint={hint}
        color={color ?? 'none'}
        isShown={isShown}
        onShow={() => app.layout.setState((layout) => showTab(layout, tabId), true)}
        onClose={() => closeEditor(app, tabId)}
        closeKeys={keysOf('close-tab')}
        extras={{
          isPinned,
          isPaired,
          isUnread,
          isDragged,
          onGrab: (event) => grabTab(app, tabId, event),
          onMenu: (event) => afterPress(event, setMenu),
          onMove: (step) => flushSync(() => app.layout.setState((layout) => moveTabBy(layout, tabId, step), true)),
        }}
      >
        {terminal !== null && <TerminalSign kind={terminal} />}
        {doing !== null ? (
          <SessionMark state={doing} />
        ) : icon === null ? (
          <StateMark state={mark} />
        ) : (
          <img className="tab-icon" src={icon} alt="" />
        )}
      </Tab>
      {menu !== null && <TabMenu tab={tab} name={title} point={menu} onClose={() => setMenu(null)} />}
    </>
  );
}

/** Below the tab. A pointer that is still pressed would close the menu when it is let go, so the menu waits for that. */
function afterPress(event: ReactMouseEvent<HTMLElement>, open: (point: MenuPoint) => void): void {
  event.preventDefault();
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  const isByPointer = event.button === 2;
  const point = { x: isByPointer ? event.clientX : left, y: bottom };
  if (isByPointer && event.buttons !== 0) {
    window.addEventListener('pointerup', () => setTimeout(() => open(point)), { once: true });
  } else {
    open(point);
  }
}
