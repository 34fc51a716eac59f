import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buildLayout } from '../../support/sandbox/code-server/code-server-build.ts';
import { ensureCodeServer } from '../../support/sandbox/code-server/ensure-code-server.ts';

/** The real thing, as an instance runs it, on a port the OS chose. */
export interface RunningCodeServer {
  readonly port: number;
  readonly cookie: { readonly name: string; readonly value: string };
  stop(): Promise<void>;
}

/** One red pixel. */
const redPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
);

/** Settings under which a click on a Markdown file shows its preview, and nothing asks questions. */
const settings = {
  'workbench.editorAssociations': { '*.md': 'vscode.markdown.preview.editor' },
  'workbench.startupEditor': 'none',
  'security.workspace.trust.enabled': false,
  'chat.disableAIFeatures': true,
};

/** Makes a folder with a Markdown file that shows a picture. */
export async function makeRepository(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, 'README.md'), '# Through the gate\n\n![picture](picture.png)\n');
  await writeFile(join(directory, 'picture.png'), redPng);
}

/** The port it says it listens on; rejects with all it said when it ends without one. */
function portOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<number> {
  let said = '';
  return new Promise((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      const match = /listening on http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (match !== null) resolve(Number(match[1]));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('close', () => reject(new Error(`code-server ended:\n${said}`)));
  });
}

/** Starts code-server with all its files below `home`, in a process group of its own. */
export async function startCodeServer(home: string): Promise<RunningCodeServer> {
  const build = await ensureCodeServer();
  const value = randomBytes(32).toString('hex');
  await mkdir(join(home, 'user-data', 'User'), { recursive: true });
  await writeFile(join(home, 'user-data', 'User', 'settings.json'), JSON.stringify(settings));
  await writeFile(join(home, 'config.yaml'), '', { mode: 0o600 });
  const flags = [
    ['--auth', 'password', '--bind-addr', '127.0.0.1:0', '--cookie-suffix', 'demo'],
    ['--config', join(home, 'config.yaml'), '--user-data-dir', join(home, 'user-data')],
    ['--extensions-dir', join(home, 'extensions')],
    ['--disable-proxy', '--disable-telemetry', '--disable-update-check', '--ignore-last-opened'],
  ].flat();
  const child = spawn(build.nodePath, [join(build.directory, buildLayout.entry), ...flags], {
    env: { PATH: process.env.PATH, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home, HASHED_PASSWORD: value },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const exited = once(child, 'exit');
  const port = await portOf(child);
  return {
    port,
    cookie: { name: 'code-server-session-demo', value },
    async stop() {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await exited;
    },
  };
}
