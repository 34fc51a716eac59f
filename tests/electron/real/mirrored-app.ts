import path from 'node:path';
import { createCore } from '../../../main/core/create-core.ts';
import { defaultPorts } from '../../../main/core/defaults/default-ports.ts';
import type { CodeServerReleases } from '../../../main/core/ports.ts';
import { startApp } from '../../../main/electron/start-app.ts';
import { SafeSecretStore } from '../../../main/electron/system/secret-store.ts';
import { systemFetch } from '../../../main/electron/system/system-fetch.ts';

/** What the spec that starts it says. */
export interface MirroredApp {
  /** Everything it keeps, and its user's home. */
  readonly directory: string;
  readonly rendererDirectory: string;
  readonly preload: string;
  readonly remoteScriptsDirectory: string;
  readonly releases: CodeServerReleases;
}

/** Bundled for Electron's main process: the app as people run it, but for where code-server comes from. */
async function begin({ directory, rendererDirectory, preload, ...given }: MirroredApp): Promise<void> {
  const dataDirectory = path.join(directory, 'data');
  const { remoteScriptsDirectory, releases } = given;
  const secrets = new SafeSecretStore(dataDirectory);
  const usual = defaultPorts({ dataDirectory, remoteScriptsDirectory, secrets, fetch: systemFetch });
  const ports = { ...usual, homeDirectory: directory, agentSocket: null, codeServerReleases: releases };
  await startApp({ ports, createCore, rendererDirectory, preload });
}

// Not awaited: Electron becomes ready only after this module has been evaluated.
void begin(JSON.parse(process.env.BERTH_MIRRORED_APP ?? '') as MirroredApp);
