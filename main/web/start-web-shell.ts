import { access } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '../core/core.ts';
import { version } from '../core/defaults/version.ts';
import type { CorePorts } from '../core/ports.ts';
import { createPagePort } from './page-port.ts';
import { serveWeb } from './serve-web.ts';

export interface WebShellOptions {
  readonly ports: CorePorts;
  /** Folder of the built page. */
  readonly rendererDirectory: string;
  /** Default 0: the one of the last run where it is free, else another one. */
  readonly port?: number;
  readonly createCore: (ports: CorePorts) => Promise<Core>;
}

/** A running web shell. */
export interface WebShell {
  /** Opens the page once, in one browser. */
  readonly url: string;
  readonly origin: string;
  readonly core: Core;
  /** A fresh address, for another browser. */
  issueUrl(): string;
  /** Closes the page's server, then the core. */
  close(): Promise<void>;
}

/** Starts the core and serves its page on 127.0.0.1; when anything fails, nothing is left running. */
export async function startWebShell(options: WebShellOptions): Promise<WebShell> {
  const { ports, rendererDirectory } = options;
  await access(path.join(rendererDirectory, 'index.html')).catch((cause: unknown) => {
    throw new Error(`There is no page in ${rendererDirectory}; "npm run build" makes it.`, { cause });
  });
  const core = await options.createCore(ports);
  try {
    const { clock, logger, dataDirectory } = ports;
    const pagePort = createPagePort(dataDirectory, logger);
    const port = options.port ?? 0;
    const server = await serveWeb({ core, clock, logger, dataDirectory, rendererDirectory, port, pagePort, version });
    return {
      url: server.issueUrl(),
      origin: server.origin,
      core,
      issueUrl: () => server.issueUrl(),
      async close() {
        await server.close();
        await core.dispose();
      },
    };
  } catch (error) {
    await core.dispose();
    throw error;
  }
}
