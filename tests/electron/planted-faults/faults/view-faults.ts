import type { PlantedFault } from '../planted-fault.ts';

const parts = 'view-parts.test.ts';
const state = 'editor-views-state.test.ts';
const aging = 'editor-views-aging.test.ts';

/** Native views: what a page may say of itself, ask and keep, and what must not be lost with it. */
export const viewFaults: readonly PlantedFault[] = [
  {
    name: 'a page hides and turns words in its title',
    file: 'views/page-title.ts',
    find: ".replace(/[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+/gu, ' ')",
    replace: '',
    suite: parts,
  },
  {
    name: 'whatever a page gives as its icon is shown',
    file: 'views/page-icon.ts',
    find: 'return isIcon(answer) ? answer : null;',
    replace: 'return answer as string;',
    suite: state,
  },
  {
    name: 'a page asks without end whether it may leave',
    file: 'views/editor-view.ts',
    find: "if (this.#leaving === 'by-itself' && isQuiet) return false;",
    replace: '',
    suite: state,
  },
  {
    name: 'unsaved work is thrown away to save memory',
    file: 'views/leaving.ts',
    find: "if (leaving === 'unload') return false;",
    replace: "if (leaving === 'unload') return true;",
    suite: aging,
  },
  {
    name: 'an editor is given up while something works in it',
    file: 'views/at-work.ts',
    find: 'share > restingShareMost || own.some(works)',
    replace: 'share > restingShareMost',
    suite: parts,
  },
  {
    name: 'keys that Berth takes reach the editor, too',
    file: 'views/editor-view.ts',
    find: 'if (surroundings.takeKey(input, this.#kind)) event.preventDefault();',
    replace: 'surroundings.takeKey(input, this.#kind);',
    suite: aging,
  },
];
