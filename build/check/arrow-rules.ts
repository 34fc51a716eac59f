/** What the modules of one place may import. The longest matching place counts. */
export interface Zone {
  /** A folder with `/` at its end, or one file. `*` stands for one folder, and means the same one in `modules`. */
  readonly place: string;
  /** Places of the project it may import besides itself. */
  readonly modules: readonly string[];
  /** Packages it may import; `node:*` stands for all of Node, `*` for any package but electron. */
  readonly packages: readonly string[];
}

const contract = 'main/contract/';
/** What every capability may build on; none of it knows a capability. */
const coreBase = [contract, 'main/core/ports.ts', 'main/core/store/', 'main/core/streams/'];
/** What a shell may know of the core. */
const coreDoor = [
  contract,
  'main/core/core.ts',
  'main/core/create-core.ts',
  'main/core/ports.ts',
  'main/core/defaults/',
  'main/core/store/',
  'main/core/streams/',
  'main/core/gate/gate.ts',
  'main/transport/',
];
/** Node without servers: the core answers to shells, not to the network. */
const quietNode = [
  'node:buffer',
  'node:crypto',
  'node:events',
  'node:fs',
  'node:fs/promises',
  'node:os',
  'node:path',
  'node:stream',
  'node:stream/promises',
  'node:timers/promises',
  'node:util',
  'node:zlib',
  'pino',
  'zod',
];
/** What a capability of the core may build on; another capability is not among it. */
const capabilityModules = [
  ...coreBase,
  'main/core/host.ts',
  'main/core/narrow-failures.ts',
  'main/core/until-linked.ts',
  'main/core/ssh/',
  'main/core/remote/',
  'main/core/watching/',
  'main/core/gate/gate.ts',
  'main/core/ssh-config/ssh-config.ts',
];
const reactPackages = [
  'react',
  'react-dom',
  'zod',
  'zustand',
  '@mantine/core',
  '@mantine/hooks',
  '@tanstack/react-virtual',
  'lucide-react',
  'uplot',
];
const anything = ['main/', 'renderer/', 'build/', 'package.json'];

/** The arrows of the house. A place that is not listed may not exist. */
export const zones: readonly Zone[] = [
  { place: contract, modules: [], packages: ['zod'] },
  { place: 'main/transport/', modules: [contract], packages: ['zod', 'node:stream'] },

  { place: 'main/core/create-core.ts', modules: ['main/core/', contract], packages: quietNode },
  { place: 'main/core/core.ts', modules: [contract, 'main/core/gate/gate.ts'], packages: [] },
  { place: 'main/core/ports.ts', modules: [], packages: ['pino'] },
  { place: 'main/core/narrow-failures.ts', modules: [contract], packages: [] },
  {
    place: 'main/core/host.ts',
    modules: [contract, 'main/core/ssh/link.ts', 'main/core/remote/remote.ts'],
    packages: [],
  },
  {
    place: 'main/core/until-linked.ts',
    modules: [contract, 'main/core/host.ts', 'main/core/ports.ts', 'main/core/ssh/link.ts'],
    packages: [],
  },
  { place: 'main/core/store/', modules: [contract, 'main/core/ports.ts'], packages: quietNode },
  { place: 'main/core/streams/', modules: [contract, 'main/core/ports.ts'], packages: quietNode },
  {
    place: 'main/core/defaults/',
    // What may not be shown may not be logged either.
    modules: [...coreBase, 'package.json', 'main/core/remote/redaction/'],
    packages: quietNode,
  },
  {
    place: 'main/core/ssh/',
    modules: coreBase,
    packages: [...quietNode, 'ssh2', 'node:dns/promises', 'node:net'],
  },
  { place: 'main/core/remote/', modules: [...coreBase, 'main/core/ssh/'], packages: [...quietNode, 'tar-stream'] },
  {
    place: 'main/core/gate/',
    modules: [...coreBase, 'main/core/ssh/link.ts'],
    packages: [...quietNode, 'node:http', 'node:tls'],
  },
  // A local port is a server, on this computer's loopback only.
  { place: 'main/core/forwards/', modules: capabilityModules, packages: [...quietNode, 'node:net'] },
  { place: 'main/core/*/', modules: capabilityModules, packages: quietNode },

  { place: 'main/electron/electron.ts', modules: [], packages: ['electron'] },
  { place: 'main/electron/preload.ts', modules: ['main/electron/page/page-channel.ts'], packages: ['electron'] },
  { place: 'main/electron/', modules: coreDoor, packages: ['#electron', 'node:*', 'pino', 'zod', 'electron-updater'] },
  {
    place: 'main/web/',
    modules: coreDoor,
    packages: ['node:*', 'pino', 'zod', 'ws', 'fastify', '@fastify/*'],
  },
  { place: 'main/cli/', modules: coreDoor, packages: ['node:*', 'pino', 'zod'] },

  { place: 'renderer/lib/', modules: [], packages: ['react'] },
  { place: 'renderer/ui/', modules: ['renderer/lib/'], packages: reactPackages },
  { place: 'renderer/api/', modules: [contract, 'main/transport/'], packages: ['react', 'zustand', 'zod'] },
  {
    place: 'renderer/features/*/',
    modules: [contract, 'renderer/api/', 'renderer/ui/', 'renderer/lib/'],
    packages: reactPackages,
  },
  {
    place: 'renderer/features/terminal/',
    modules: [contract, 'renderer/api/', 'renderer/ui/', 'renderer/lib/'],
    packages: [...reactPackages, '@xterm/*'],
  },
  { place: 'renderer/', modules: [contract, 'renderer/'], packages: reactPackages },

  { place: 'build/', modules: ['main/', 'tests/support/'], packages: ['*'] },
  { place: 'build/pictures/', modules: ['build/', 'tests/support/', 'tests/electron/'], packages: ['*'] },
  { place: 'tests/electron/', modules: [...anything, 'tests/support/'], packages: ['*', 'electron', '#electron'] },
  {
    place: 'tests/unit/',
    modules: [...anything, 'tests/support/', 'tests/electron/double/'],
    packages: ['*', '#electron'],
  },
  { place: 'tests/support/', modules: anything, packages: ['*'] },
  { place: 'tests/', modules: [...anything, 'tests/support/'], packages: ['*'] },
  { place: 'playwright.config.ts', modules: ['build/', 'tests/support/'], packages: ['*'] },
  { place: 'vitest.config.ts', modules: ['build/'], packages: ['*'] },
];

/** Places whose program is shipped: what they import must be known, so nothing computed. */
export const shippedPlaces: readonly string[] = ['main/', 'renderer/'];
