import type { PlantedFault } from '../planted-fault.ts';

const protocol = 'page/app-protocol.ts';
const appPage = 'app-page.test.ts';

/** Berth's own page: what it is made of, what it can reach, and who may speak as it. */
export const pageFaults: readonly PlantedFault[] = [
  {
    name: 'no content security policy',
    file: protocol,
    find: "'content-security-policy': contentSecurityPolicy,",
    replace: '',
    suite: 'app-files.test.ts',
  },
  {
    name: 'inline scripts run',
    file: protocol,
    find: '"script-src \'self\'"',
    replace: "\"script-src 'self' 'unsafe-inline'\"",
    suite: 'app-files.test.ts',
  },
  {
    name: 'the page talks to other machines',
    file: protocol,
    find: '"connect-src \'self\'"',
    replace: '"connect-src *"',
    suite: 'app-files.test.ts',
  },
  {
    name: 'a file is taken for what it looks like',
    file: protocol,
    find: "'x-content-type-options': 'nosniff',",
    replace: '',
    suite: 'app-files.test.ts',
  },
  {
    name: 'files outside the page are served',
    file: protocol,
    find: 'file.startsWith(normalize(directory) + sep)',
    replace: 'file.startsWith(normalize(directory))',
    suite: 'app-files.test.ts',
  },
  {
    name: 'no context isolation',
    file: 'safety/page-preferences.ts',
    find: 'contextIsolation: true',
    replace: 'contextIsolation: false',
    suite: 'guards.test.ts',
  },
  {
    name: 'the same-origin policy is off',
    file: 'safety/page-preferences.ts',
    find: 'webSecurity: true',
    replace: 'webSecurity: false',
    suite: 'guards.test.ts',
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
    file: 'page/page-port.ts',
    find: 'if (!isTrustedSender(event, trusted)) {',
    replace: 'if (event.sender.id < 0) {',
    suite: 'page-port.test.ts',
  },
  {
    name: 'any window with the right address gets a port',
    file: 'page/trusted-senders.ts',
    find: 'knownContentsIds.has(event.sender.id)',
    replace: 'knownContentsIds.size > 0',
    suite: 'permissions.test.ts',
  },
  {
    name: 'a frame inside the page gets a port',
    file: 'page/trusted-senders.ts',
    find: 'frame.parent === null &&',
    replace: '',
    suite: 'permissions.test.ts',
  },
  {
    name: 'a look-alike of the page gets a port',
    file: 'page/trusted-senders.ts',
    find: '/`)',
    replace: '`)',
    suite: 'permissions.test.ts',
  },
  {
    name: 'an earlier page keeps its port',
    file: 'page/page-port.ts',
    find: 'channels.get(event.sender.id)?.close();',
    replace: '',
    suite: 'page-port.test.ts',
  },
];
