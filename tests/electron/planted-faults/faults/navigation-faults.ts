import type { PlantedFault } from '../planted-fault.ts';

const guard = 'safety/navigation-guard.ts';
const policy = 'safety/navigation-policy.ts';
const links = 'safety/external-links.ts';

/** Pages that get away from home, and links that leave the app. */
export const navigationFaults: readonly PlantedFault[] = [
  {
    name: 'pages may navigate away',
    file: guard,
    find: 'if (!isNavigationAllowed(event.url, home, true)) {\n      event.preventDefault();',
    replace: 'if (!isNavigationAllowed(event.url, home, true)) {',
    suite: 'guards.test.ts',
  },
  {
    name: 'popups open',
    file: guard,
    find: "return { action: 'deny' };",
    replace: "return { action: 'allow' };",
    suite: 'guards.test.ts',
  },
  {
    name: 'an editor is not guarded at all',
    file: 'views/editor-view.ts',
    find: 'guardNavigation(contents, { home: target.entry, name: nameOf(target), isSeen }, logger);',
    replace: '',
    suite: 'editor-views.test.ts',
  },
  {
    name: 'frames may show another instance',
    file: guard,
    find: 'if (!event.isMainFrame && ',
    replace: 'if (event.isMainFrame && ',
    suite: 'guards.test.ts',
  },
  {
    name: 'redirects lead away',
    file: guard,
    find: "contents.on('will-redirect', (event) => {",
    replace: "contents.on('will-redirect', (event) => {\n    if (event.isMainFrame) return;",
    suite: 'guards.test.ts',
  },
  {
    name: 'only the origin is compared, not the path',
    file: policy,
    find: ' && target.pathname.startsWith(home.path)',
    replace: '',
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'an address with a user part counts as home',
    file: policy,
    find: "if (target === null || target.username !== '' || target.password !== '') {",
    replace: 'if (target === null) {',
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'links are opened without a question',
    file: links,
    find: 'if (response === 0) {',
    replace: 'if (response >= 0) {',
    suite: 'questions.test.ts',
  },
  {
    name: 'a page buries the user in questions',
    file: guard,
    find: 'isSilenced ||= isLast;',
    replace: 'isSilenced &&= isLast;',
    suite: 'questions.test.ts',
  },
  {
    name: 'a hidden tab puts its question over another',
    file: guard,
    find: 'if (isSilenced || !page.isSeen()) return;',
    replace: 'if (isSilenced) return;',
    suite: 'questions.test.ts',
  },
  {
    name: 'a question does not say who asks',
    file: links,
    find: 'Asked for by ',
    replace: 'Not by ',
    suite: 'questions.test.ts',
  },
  {
    name: 'a long link pushes the buttons off the screen',
    file: links,
    find: 'url.length <= SHOWN_LINK_CHARS ? url',
    replace: 'url.length > SHOWN_LINK_CHARS ? url',
    suite: 'questions.test.ts',
  },
  {
    name: 'links with a user part are opened',
    file: policy,
    find: "target.username === '' && target.password === '' && !isLoopbackHost",
    replace: '!isLoopbackHost',
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'links into this machine are opened',
    file: policy,
    find: ' && !isLoopbackHost(target.hostname)',
    replace: '',
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'a mail may take files along',
    file: policy,
    find: "new Set(['subject', 'body', 'cc'])",
    replace: "new Set(['subject', 'body', 'cc', 'attach', 'attachment'])",
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'contents nobody set up navigate',
    file: 'safety/guard-everything.ts',
    find: 'if (!isGuarded(contents)) event.preventDefault();',
    replace: '',
    suite: 'guards.test.ts',
  },
  {
    name: 'contents nobody set up hold webviews',
    file: 'safety/guard-everything.ts',
    find: "contents.on('will-attach-webview', (event) => event.preventDefault());",
    replace: '',
    suite: 'guards.test.ts',
  },
];
