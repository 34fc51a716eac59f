import type { PlantedFault } from '../planted-fault.ts';

const suite = 'upkeep.test.ts';

/** What the app tells and keeps of itself. */
export const upkeepFaults: readonly PlantedFault[] = [
  {
    name: 'memory images of crashes are sent away',
    file: 'upkeep/crash-dumps.ts',
    find: 'uploadToServer: false',
    replace: "uploadToServer: true, submitURL: 'https://elsewhere.invalid/'",
    suite,
  },
  {
    name: 'a diagnosis names the servers',
    file: '../core/defaults/diagnosis/diagnosis.ts',
    find: 'return withPseudonyms(text, ',
    replace: 'return withPseudonyms(text, []) || withPseudonyms(text, ',
    suite,
  },
  {
    name: 'a restart loses unsaved work',
    file: 'upkeep/restart-app.ts',
    find: 'if (!(await closeEditors()) || window.isDestroyed()) return false;',
    replace: 'await closeEditors();',
    suite,
  },
  {
    name: 'safe mode is not told to the page',
    file: 'page/app-window.ts',
    find: "isSafe ? '?safe' : ''",
    replace: "isSafe ? '' : ''",
    suite,
  },
  {
    name: 'a page that crashes is loaded again for ever',
    file: 'upkeep/page-crash.ts',
    find: 'nowMs() - lastAtMs < crashLoopMs',
    replace: 'nowMs() < 0',
    suite,
  },
];
