/** One deliberate mistake in the shell, and the test file that must notice it. */
export interface PlantedFault {
  readonly name: string;
  /** In main/electron. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** In tests/electron. */
  readonly suite: string;
}

const appPage = 'app-page.test.ts';
const editorViews = 'editor-views.test.ts';

/** Every mistake that once let a page out, or would. */
export const plantedFaults: readonly PlantedFault[] = [
  {
    name: 'pages may navigate away',
    file: 'navigation-guard.ts',
    find: 'if (!isNavigationAllowed(event.url, home, true)) {\n      event.preventDefault();',
    replace: 'if (!isNavigationAllowed(event.url, home, true)) {',
    suite: appPage,
  },
  {
    name: 'popups open',
    file: 'navigation-guard.ts',
    find: "return { action: 'deny' };",
    replace: "return { action: 'allow' };",
    suite: editorViews,
  },
  {
    name: 'an editor has no open handler at all',
    file: 'editor-view.ts',
    find: 'guardNavigation(contents, target.entry, logger);',
    replace: '',
    suite: editorViews,
  },
  {
    name: 'frames may show another instance',
    file: 'navigation-guard.ts',
    find: 'if (!event.isMainFrame && ',
    replace: 'if (event.isMainFrame && ',
    suite: editorViews,
  },
  {
    name: 'redirects lead away',
    file: 'navigation-guard.ts',
    find: "contents.on('will-redirect', (event) => {",
    replace: "contents.on('will-redirect', (event) => {\n    if (event.isMainFrame) return;",
    suite: editorViews,
  },
  {
    name: 'only the origin is compared, not the path',
    file: 'navigation-policy.ts',
    find: ' && target.pathname.startsWith(home.path)',
    replace: '',
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'links are opened without a question',
    file: 'external-links.ts',
    find: 'if (response === 0) {',
    replace: 'if (response >= 0) {',
    suite: appPage,
  },
  {
    name: 'links with a user part are opened',
    file: 'navigation-policy.ts',
    find: "target.username === '' && target.password === '' && !isLoopbackHost",
    replace: '!isLoopbackHost',
    suite: 'navigation-policy.test.ts',
  },
  {
    name: 'no content security policy',
    file: 'app-protocol.ts',
    find: "'content-security-policy': contentSecurityPolicy,",
    replace: '',
    suite: appPage,
  },
  {
    name: 'files outside the page are served',
    file: 'app-protocol.ts',
    find: 'file.startsWith(normalize(directory) + sep)',
    replace: 'file.startsWith(normalize(directory))',
    suite: 'app-files.test.ts',
  },
  {
    name: 'no context isolation',
    file: 'app-window.ts',
    find: 'contextIsolation: true',
    replace: 'contextIsolation: false',
    suite: appPage,
  },
  {
    name: 'renderers are not sandboxed',
    file: 'start-app.ts',
    find: 'app.enableSandbox();',
    replace: '',
    suite: appPage,
  },
  {
    name: 'the preload leaks ipcRenderer',
    file: 'preload.ts',
    find: 'requestPort: () => {',
    replace: 'ipcRenderer,\n  requestPort: () => {',
    suite: appPage,
  },
  {
    name: 'anybody gets a port',
    file: 'page-port.ts',
    find: 'if (!isTrustedSender(event, trusted)) {',
    replace: 'if (event.sender.id < 0) {',
    suite: appPage,
  },
  {
    name: 'any window with the right address gets a port',
    file: 'trusted-senders.ts',
    find: 'knownContentsIds.has(event.sender.id)',
    replace: 'knownContentsIds.size > 0',
    suite: appPage,
  },
  {
    name: 'sessions nobody set up grant everything',
    file: 'start-app.ts',
    find: "app.on('session-created', (created) => applyPermissions(created, noPermissions));",
    replace: '',
    suite: appPage,
  },
  {
    name: 'the core is not ended before the app quits',
    file: 'start-app.ts',
    find: 'quitAfterDisposal(core, ports.logger);',
    replace: '',
    suite: appPage,
  },
  {
    name: 'two instances share one partition',
    file: 'editor-view.ts',
    find: 'session.fromPartition(partitionOf(target))',
    replace: 'session.fromPartition(partitionOf({ ...target, profileId: "", instanceId: "" }))',
    suite: editorViews,
  },
  {
    name: 'scripts may read the gate’s cookie',
    file: 'editor-view.ts',
    find: 'httpOnly: true',
    replace: 'httpOnly: false',
    suite: editorViews,
  },
  {
    name: 'the gate’s cookie is never set',
    file: 'editor-view.ts',
    find: 'await this.#session.cookies.set(',
    replace: 'Object.freeze(',
    suite: editorViews,
  },
  {
    name: 'editors reach this machine',
    file: 'editor-view.ts',
    find: 'cancel: !isRequestAllowed(details.url, origin)',
    replace: 'cancel: details.url === origin',
    suite: editorViews,
  },
  {
    name: 'editors may have every permission',
    file: 'editor-view.ts',
    find: 'applyPermissions(partition, isForwardedPage(target) ? forwardedPagePermissions(origin) : editorPermissions(origin));',
    replace: 'partition.setPermissionCheckHandler(() => editorPermissions(origin).granted.size > 0);',
    suite: editorViews,
  },
  {
    name: 'an editor gets Node',
    file: 'editor-view.ts',
    find: 'nodeIntegration: false',
    replace: 'nodeIntegration: true',
    suite: editorViews,
  },
  {
    name: 'the page may open any origin as an editor',
    file: 'editor-views.ts',
    find: 'entry === null || entry.origin !== origin',
    replace: 'entry === null',
    suite: editorViews,
  },
  {
    name: 'unsaved work is thrown away',
    file: 'editor-view.ts',
    find: 'waitForBeforeUnload: true',
    replace: 'waitForBeforeUnload: false',
    suite: editorViews,
  },
  {
    name: 'a closed tab leaves its view behind',
    file: 'editor-view.ts',
    find: 'this.#window.contentView.removeChildView(this.#view);',
    replace: 'this.#view.setVisible(false);',
    suite: editorViews,
  },
  {
    name: 'a host chooses where a download goes',
    file: 'downloads.ts',
    find: 'safeDownloadName(item.getFilename())',
    replace: 'item.getFilename()',
    suite: editorViews,
  },
  {
    name: 'a constant key counts as a keychain',
    file: 'secret-store.ts',
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
