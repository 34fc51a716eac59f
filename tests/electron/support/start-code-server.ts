import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { GateTarget } from '../../../main/core/gate/gate.ts';
import { buildLayout } from '../../support/sandbox/code-server/code-server-build.ts';
import { ensureCodeServer } from '../../support/sandbox/code-server/ensure-code-server.ts';

/** A real code-server on this machine's loopback, with one repository. */
export interface LocalCodeServer {
  readonly target: GateTarget;
  stop(): Promise<void>;
}

const token = 'c0de'.repeat(16);

/** Resolves with the port code-server says it listens on; rejects with its output when it ends before. */
function listeningPort(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const port = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(output)?.[1];
      if (port !== undefined) resolve(Number(port));
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('close', () => reject(new Error(`code-server ended:\n${output}`)));
  });
}

/** Starts it as an instance is started; the first time on a machine it is built, which takes minutes. */
export async function startCodeServer(profileId: string, instanceId: string): Promise<LocalCodeServer> {
  const { directory, nodePath } = await ensureCodeServer();
  const home = await mkdtemp(path.join(tmpdir(), 'berth-editor-'));
  const repository = path.join(home, 'repository');
  await mkdir(repository);
  await mkdir(path.join(home, 'data/User'), { recursive: true });
  await writeFile(path.join(repository, 'README.md'), '# Hello from the preview\n');
  await writeFile(path.join(home, 'config.yaml'), '');
  const settings = { 'security.workspace.trust.enabled': false, 'workbench.startupEditor': 'none' };
  await writeFile(path.join(home, 'data/User/settings.json'), JSON.stringify(settings));
  const { PORT: _port, VSCODE_IPC_HOOK_CLI: _hook, ...environment } = process.env;
  const flags = ['--bind-addr', '127.0.0.1:0', '--auth', 'password', '--cookie-suffix', instanceId];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-proxy', '--ignore-last-opened'];
  const inHome = (name: string) => path.join(home, name);
  const folders = [
    '--config',
    inHome('config.yaml'),
    '--user-data-dir',
    inHome('data'),
    '--extensions-dir',
    inHome('extensions'),
  ];
  const child = spawn(nodePath, [path.join(directory, buildLayout.entry), ...flags, ...quiet, ...folders], {
    cwd: home,
    env: { ...environment, HOME: home, HASHED_PASSWORD: token },
    // A group of its own, so that everything it starts ends with it.
    detached: true,
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const port = await listeningPort(child);
  return {
    target: {
      profileId,
      instanceId,
      place: 'me@192.0.2.1:22',
      openChannel: async () => connect(port, '127.0.0.1'),
      upstreamPath: '/',
      instanceCookie: { name: `code-server-session-${instanceId}`, value: token },
      folder: repository,
    },
    stop: async () => {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
      await rm(home, { recursive: true, maxRetries: 3 });
    },
  };
}
