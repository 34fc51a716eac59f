import type { PlantedFault } from '../planted-fault.ts';

const guardEverything = 'safety/guard-everything.ts';
const hostile = 'hostile-page.test.ts';

/** The app as a whole: what holds for every session, its secrets, and its beginning and end. */
export const appFaults: readonly PlantedFault[] = [
  {
    name: 'sessions nobody set up grant everything',
    file: guardEverything,
    find: 'applyPermissions(created, noPermissions);',
    replace: '',
    suite: 'guards.test.ts',
  },
  {
    name: 'the first certificate of the user is shown to whoever asks',
    file: guardEverything,
    find: 'event.preventDefault();\n    callback();',
    replace: 'callback();',
    suite: 'guards.test.ts',
  },
  {
    name: 'Windows signs the user in wherever it likes',
    file: guardEverything,
    find: 'created.allowNTLMCredentialsForDomains(NOBODYS_DOMAIN);',
    replace: '',
    suite: 'guards.test.ts',
  },
  {
    name: 'nothing is guarded by default',
    file: 'start-app.ts',
    find: 'guardEverything();',
    replace: '',
    suite: hostile,
  },
  {
    name: 'the core is not ended before the app quits',
    file: 'start-app.ts',
    find: 'quitAfterDisposal(core, ports.logger);',
    replace: '',
    suite: 'app-page.test.ts',
  },
  {
    name: 'a constant key counts as a keychain',
    file: 'system/secret-store.ts',
    find: "['basic_text', 'unknown']",
    replace: "['unknown']",
    suite: 'secret-store.test.ts',
  },
  {
    name: 'a second copy of the app starts',
    file: 'start-app.ts',
    find: 'if (!app.requestSingleInstanceLock()) {',
    replace: 'if (app.requestSingleInstanceLock() === undefined) {',
    suite: 'second-copy.test.ts',
  },
];
