import type { PlantedFault } from '../planted-fault.ts';

const suite = 'updater.test.ts';

/** Mistakes by which an installed app would be changed without being asked for, or be less than it was packed as. */
export const packageFaults: readonly PlantedFault[] = [
  {
    name: 'updates are fetched unasked',
    file: 'updater/electron-engine.ts',
    find: 'updater.autoDownload = false;',
    replace: '',
    suite,
  },
  {
    name: 'updates install themselves at the end',
    file: 'updater/electron-engine.ts',
    find: 'updater.autoInstallOnAppQuit = false;',
    replace: '',
    suite,
  },
  {
    name: 'a question for updates tells who asks',
    file: 'updater/electron-engine.ts',
    find: "updater.requestHeaders = { 'x-user-staging-id': nobody };",
    replace: '',
    suite,
  },
  {
    name: 'unsaved work is not asked about before an update',
    file: 'updater/updates.ts',
    find: 'if (!(await options.closeEditors())) return stayed();',
    replace: 'await options.closeEditors();',
    suite,
  },
  {
    name: 'Berth replaces what the package manager installed',
    file: 'updater/is-installable.ts',
    find: 'packageType === null && ',
    replace: '',
    suite,
  },
  {
    name: 'an installed app runs without a sandbox and says nothing',
    file: 'start-app.ts',
    find: 'if (facts !== null && isUnsandboxed(',
    replace: 'if (facts === null && isUnsandboxed(',
    suite: 'sandbox-warning.test.ts',
  },
];
