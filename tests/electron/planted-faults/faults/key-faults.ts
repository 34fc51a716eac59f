import type { PlantedFault } from '../planted-fault.ts';

const suite = 'keys.test.ts';

/** Whose the keys are while an editor has the focus. */
export const keyFaults: readonly PlantedFault[] = [
  {
    name: 'an editor does not get the keys of Berth’s own page',
    file: 'keys/kept-keys.ts',
    find: "kind === 'page' && commands[command].isOfPages && onPage === pressed",
    replace: 'commands[command] !== undefined && kind !== undefined && onPage === pressed',
    suite,
  },
  {
    name: 'a page is typed what Berth has done',
    file: 'keys/serve-keys.ts',
    find: 'return true;',
    replace: 'return false;',
    suite,
  },
  {
    name: 'a menu takes the keys that it only shows',
    file: 'system/menu.ts',
    find: 'registerAccelerator: false',
    replace: 'registerAccelerator: true',
    suite: 'menu.test.ts',
  },
];
