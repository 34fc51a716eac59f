import type { PlantedFault } from '../planted-fault.ts';

const outside = 'outside.test.ts';
const downloads = 'downloads.test.ts';

/** What reaches the app from outside of its window, and what leaves it for this computer. */
export const outsideFaults: readonly PlantedFault[] = [
  {
    name: 'a link may name anything',
    file: 'system/deep-links.ts',
    find: 'if (!nameForm.test(profile) || !(nameForm.test(repository) || sessionForm.test(repository))) return null;',
    replace: "if (profile === '' || repository === '') return null;",
    suite: outside,
  },
  {
    name: 'a host writes the menu of the tray',
    file: 'system/tray.ts',
    find: "plainText(name, longestName).replaceAll('&', '&&')",
    replace: 'name',
    suite: outside,
  },
  {
    name: 'a host writes marks into notices',
    file: 'system/notices.ts',
    find: 'body: plainText(body, longestBody)',
    replace: 'body',
    suite: 'notices.test.ts',
  },
  {
    name: 'Berth’s page downloads what it is led to',
    file: 'safety/downloads.ts',
    find: 'else event.preventDefault();',
    replace: 'else offer(event, item);',
    suite: downloads,
  },
  {
    name: 'pages open one save dialog after another',
    file: 'safety/downloads.ts',
    find: 'if (isAsking || (!item.hasUserGesture() && nowMs() - calledOffAtMs < quietMs)) {',
    replace: 'if (isAsking) {',
    suite: downloads,
  },
  {
    name: 'editors touch files without a yes',
    file: 'safety/file-consent.ts',
    find: 'return response === 0;',
    replace: 'return response >= 0;',
    suite: outside,
  },
];
