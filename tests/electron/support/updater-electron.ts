import { EventEmitter } from 'node:events';
import { type RequestOptions, request } from 'node:http';
import { registerHooks } from 'node:module';

/** What electron-updater asks of Electron, for the real updater in plain Node. It reads the version once it is made. */
const electron = {
  app: {
    isPackaged: true,
    version: '0.1.0',
    quitCount: 0,
    whenReady: async () => undefined,
    getVersion: (): string => electron.app.version,
    getName: () => 'Berth',
    getAppPath: () => process.cwd(),
    getPath: () => process.env.BERTH_TEST_USER_DATA ?? '',
    waitingForEnd: [] as string[],
    once: (event: string) => {
      electron.app.waitingForEnd.push(event);
    },
    quit: () => {
      electron.app.quitCount += 1;
    },
  },
  autoUpdater: new EventEmitter(),
  session: { fromPartition: () => null },
  // Node's requests have what the updater uses of Electron's; they follow no redirect by themselves either.
  net: { request: (options: RequestOptions) => request({ ...options, agent: false }) },
};

const place = '__electronForTheUpdater';
Object.assign(globalThis, { [place]: electron });

/** Lets the real electron-updater find it where it asks for Electron. */
export function lendElectron(): typeof electron {
  const source = `module.exports = globalThis.${place};`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: `data:text/javascript,${place}`, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === `data:text/javascript,${place}` ? { format: 'commonjs', source, shortCircuit: true } : next(url, context),
  });
  return electron;
}
