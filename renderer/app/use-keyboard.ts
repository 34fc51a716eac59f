import { type RefObject, useEffect } from 'react';
import { isTypingIn, type KeyCommand, keyCommand } from './keyboard.ts';
import type { BerthApp } from './model/berth-app.ts';
import { closeEditor } from './model/editor-flow.ts';
import { showFleet, showPlace, showSection } from './model/layout-state.ts';
import { openAddMenu } from './model/repository-flow.ts';

/** Listens to the page's keys; a dialog keeps them to itself. */
export function useKeyboard(app: BerthApp, searchField: RefObject<HTMLInputElement | null>, isCovered: boolean): void {
  useEffect(() => {
    if (isCovered) return;
    const listen = (event: KeyboardEvent) => {
      const { code, key, altKey, ctrlKey, metaKey, shiftKey, target } = event;
      const isTyping = isTypingIn(target);
      const command = keyCommand({ code, key, altKey, ctrlKey, metaKey, shiftKey, isTyping });
      if (command === null) return;
      event.preventDefault();
      run(app, command, searchField);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [app, searchField, isCovered]);
}

function run(app: BerthApp, command: KeyCommand, searchField: RefObject<HTMLInputElement | null>): void {
  const { layout } = app;
  switch (command.kind) {
    case 'place':
      layout.setState((state) => showPlace(state, command.place), true);
      break;
    case 'fleet':
      if (app.profiles.store.getState().profiles.length > 1) layout.setState(showFleet, true);
      break;
    case 'section': {
      const { profileId } = layout.getState();
      if (profileId === null) break;
      layout.setState((state) => showSection(state, profileId, command.section), true);
      break;
    }
    case 'close-tab': {
      const { activeTabId } = layout.getState();
      if (activeTabId !== null) closeEditor(app, activeTabId);
      break;
    }
    case 'sidebar':
      layout.setState(({ isSidebarHidden }) => ({ isSidebarHidden: !isSidebarHidden }));
      break;
    case 'check-up': {
      const { profileId } = layout.getState();
      const isLinked = profileId !== null && app.link.store.getState().statuses[profileId]?.state === 'connected';
      if (isLinked) void app.doctor.open(profileId);
      break;
    }
    case 'add-repository':
      openAddMenu(app);
      break;
    case 'search':
      searchField.current?.focus();
  }
}
