import { app, type BrowserWindow, Menu } from '#electron';
import type { System } from '../../contract/chords.ts';
import { type CommandId, defaultChords, repeatedCommands } from '../../contract/commands.ts';
import type { AppContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, succeed } from '../../contract/failure.ts';
import { bringForward } from '../system/bring-forward.ts';
import { menuTemplate } from '../system/menu.ts';
import { createCommandHub } from './command-hub.ts';
import { keptCommand, type ViewKind, type ViewPress } from './kept-keys.ts';
import { stepZoom } from './page-zoom.ts';

/** The menu of the application and the keys that views do not get. */
export interface Keys {
  readonly handlers: Pick<Handlers<AppContract>['shell'], 'commands' | 'useChords' | 'zoomPage'>;
  /** Tells whether a press in a view is Berth's, which does what it asks for; every other one is the view's. */
  takeKey(press: ViewPress, kind: ViewKind): boolean;
}

/** Shows the menu and serves the keys of one window; both begin with the default keys, until its page names others. */
export function serveKeys(window: BrowserWindow, platform: NodeJS.Platform = process.platform): Keys {
  const system = systemOf(platform);
  const hub = createCommandHub();
  let chords = defaultChords(system);
  const send = (command: CommandId) => {
    // On macOS the menu is there while the window is not.
    if (!window.isDestroyed() && !window.isVisible()) bringForward(window);
    hub.send(command);
  };
  const showMenu = () => {
    const template = menuTemplate({ system, isPackaged: app.isPackaged, chords, send });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  };
  showMenu();
  return {
    handlers: {
      commands: (_input, { signal }) => hub.commands(signal),
      async useChords(input) {
        chords = input.chords;
        showMenu();
        return succeed({});
      },
      async zoomPage({ step }) {
        if (window.isDestroyed()) return fail('unavailable', 'input', 'The window is closed.', 'Open Berth again.');
        const contents = window.webContents;
        contents.setZoomFactor(stepZoom(contents.getZoomFactor(), step));
        return succeed({ zoomFactor: contents.getZoomFactor() });
      },
    },
    takeKey(press, kind) {
      const command = keptCommand(chords, press, kind);
      if (command === null) return false;
      if (!press.isAutoRepeat || repeatedCommands.has(command)) hub.send(command);
      return true;
    },
  };
}

/** Whose keys a platform has; every other one is treated as Linux. */
export function systemOf(platform: NodeJS.Platform): System {
  if (platform === 'darwin') return 'mac';
  return platform === 'win32' ? 'windows' : 'linux';
}
