import path from 'node:path';
import { app, Menu, type MenuItemConstructorOptions, nativeImage, Tray } from '#electron';
import type { ShownInstance } from '../../contract/surroundings.ts';
import { plainText } from './plain-text.ts';

/** More make a menu that nobody reads; the window has them all. */
const listedMost = 20;
const longestName = 60;

/** What the entries of the tray do. */
export interface TrayActions {
  /** Brings the window forward. */
  readonly onShow: () => void;
  readonly onOpen: (instance: ShownInstance) => void;
}

/** A name in a menu: `&` would underline the next letter. */
const label = (name: string) => plainText(name, longestName).replaceAll('&', '&&');

/** The menu of the tray: what runs, by server, and the way to the window and out. */
export function trayTemplate(
  instances: readonly ShownInstance[],
  { onShow, onOpen }: TrayActions,
): MenuItemConstructorOptions[] {
  const listed = instances.slice(0, listedMost);
  const hosts = Map.groupBy(listed, ({ profileId }) => profileId);
  const running = [...hosts.values()].flatMap((ofHost): MenuItemConstructorOptions[] => [
    { label: label(ofHost[0]?.hostName ?? ''), enabled: false },
    ...ofHost.map((instance) => ({
      label: `    ${label(instance.name)}${instance.state === 'starting' ? ' (starting)' : ''}`,
      click: () => onOpen(instance),
    })),
  ]);
  const restCount = instances.length - listed.length;
  return [
    ...(running.length === 0 ? [{ label: 'Nothing runs', enabled: false }] : running),
    ...(restCount === 0 ? [] : [{ label: `and ${restCount} more`, click: onShow }]),
    { type: 'separator' },
    { label: 'Show Berth', click: onShow },
    { label: 'Quit Berth', click: () => app.quit() },
  ];
}

/** The sentence at the tray's icon. */
export function trayWords(instanceCount: number, alertCount: number): string {
  const runs =
    instanceCount === 0 ? 'nothing runs' : instanceCount === 1 ? 'one editor runs' : `${instanceCount} editors run`;
  const alerts = alertCount === 0 ? '' : alertCount === 1 ? ', one alert' : `, ${alertCount} alerts`;
  return `Berth: ${runs}${alerts}`;
}

/** The icon in the system's tray or menu bar. */
export interface TrayIcon {
  show(instances: readonly ShownInstance[], alertCount: number): void;
  dispose(): void;
}

/** Puts it there, with nothing known to run. `iconDirectory` holds the drawings, those for macOS named as templates. */
export function createTray(iconDirectory: string, actions: TrayActions): TrayIcon {
  const file = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  const tray = new Tray(nativeImage.createFromPath(path.join(iconDirectory, file)));
  let shown = '';
  const show = (instances: readonly ShownInstance[], alertCount: number) => {
    // An open menu closes when it is replaced, so it is replaced only by another one.
    const next = JSON.stringify(instances);
    if (next !== shown) tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(instances, actions)));
    shown = next;
    tray.setToolTip(trayWords(instances.length, alertCount));
  };
  show([], 0);
  // On macOS a click opens the menu.
  if (process.platform !== 'darwin') tray.on('click', actions.onShow);
  return { show, dispose: () => tray.destroy() };
}

/** Where the drawings are, packed or in a checkout. */
export function trayIconDirectory(): string {
  return app.isPackaged
    ? path.join(process.resourcesPath, 'icons', 'tray')
    : path.join(app.getAppPath(), 'build', 'icons', 'tray');
}
