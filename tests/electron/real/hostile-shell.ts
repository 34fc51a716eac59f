import path from 'node:path';
import { pino } from 'pino';
import type { Core } from '../../../main/core/core.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import { startApp } from '../../../main/electron/start-app.ts';
import { startBystander } from '../support/bystander.ts';
import { startEditorServer } from '../support/editor-server.ts';
import { hostileWorker } from '../support/hostile-worker.ts';

/** What the specs ask of the process they started. */
export interface HostileShell {
  readonly origin: string;
  readonly bystanderPort: number;
  connectionCount(): number;
}

/** Bundled for Electron's main process: the desktop shell, a page that a host serves, and somebody who is not its business. */
async function begin(directory: string): Promise<HostileShell> {
  let core: Core | null = null;
  await startApp({
    ports: {
      dataDirectory: path.join(directory, 'data'),
      remoteScriptsDirectory: '',
      homeDirectory: directory,
      agentSocket: null,
      clock: systemClock,
      secrets: null,
      logger: pino({ level: 'silent' }),
    },
    createCore: async (ports) => {
      core = await createCore(ports);
      return core;
    },
    rendererDirectory: path.join(directory, 'renderer'),
    preload: path.join(directory, 'preload.cjs'),
  });
  if (core === null) throw new Error('another copy runs');
  const bystander = await startBystander();
  const server = await startEditorServer((asked) =>
    asked.endsWith('worker.js') ? hostileWorker : '<title>site</title>',
  );
  const { origin } = await (core as Core).gate.admit(server.target('alpha', 'site-0a1b2c'));
  return { origin, bystanderPort: bystander.port, connectionCount: bystander.connectionCount };
}

// Not awaited: Electron becomes ready only after this module has been evaluated.
Object.assign(globalThis, { hostileShell: begin(process.env.BERTH_BUILT_SHELL ?? '') });
