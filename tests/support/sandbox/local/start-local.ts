import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { type CodeServerBuild, codeServerCommand } from '../code-server/code-server-build.ts';
import { beginSandbox, type Lifecycle } from '../lifecycle.ts';
import { mustRun, runCommand } from '../run-command.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { describeHostKey, makeSshKeys } from '../ssh-keys.ts';
import { sandboxMarker } from './local-processes.ts';
import { startSshd } from './start-sshd.ts';

export interface LocalSettings {
  readonly name: string;
  readonly repositories: readonly string[];
  readonly codeServer: CodeServerBuild | null;
}

/**
 * Starts an sshd of this user's own on the loopback, with a scratch folder as HOME. It shares network, processes and
 * /tmp with this machine, and a plain user gets no PTY from it; both are told on stderr.
 */
export async function startLocal(settings: LocalSettings): Promise<SandboxHost> {
  const { username, uid } = userInfo();
  process.stderr.write(
    `Sandbox ${settings.name} is local: it shares ports, processes and /tmp with this machine` +
      `${uid === 0 ? '' : ', and has no PTY (sshd gives one to root only), so no terminals'}.\n`,
  );
  const lifecycle = beginSandbox(settings.name, 'local');
  try {
    return await bringUp(settings, lifecycle, username, uid);
  } catch (error) {
    await lifecycle.remove();
    throw error;
  }
}

async function bringUp(
  settings: LocalSettings,
  lifecycle: Lifecycle,
  username: string,
  uid: number,
): Promise<SandboxHost> {
  const { directory } = lifecycle;
  const home = mkdtempSync(join(tmpdir(), 'berth-'));
  lifecycle.note({ scratchDirectory: home });
  const repositoriesRoot = join(home, 'code');
  await prepareHome(home, settings);
  await makeSshKeys(directory);
  const environment = hostEnvironment(username, home);
  const port = await startSshd(lifecycle.directory, environment, (sshd) => lifecycle.note({ processes: [sshd] }));
  const keyPath = join(directory, 'id_ed25519');
  return {
    kind: 'local',
    base: 'machine',
    name: settings.name,
    ssh: { host: '127.0.0.1', port, user: username, keyPath },
    hostKey: await describeHostKey(directory, '127.0.0.1', port),
    repositoriesRoot,
    repositories: settings.repositories.map((name) => ({ name, path: join(repositoriesRoot, name) })),
    users: [{ name: username, uid, home, password: null, hasKey: true, repositoriesRoot }],
    run: (command, { user = username, input = '' } = {}) => {
      if (user !== username) throw new Error(`A local sandbox has one user, ${username}`);
      return runCommand('bash', ['-c', command], { environment, input, directory: home });
    },
    rootDirectory: null,
    stop: () => lifecycle.remove(),
  };
}

async function prepareHome(home: string, settings: LocalSettings): Promise<void> {
  mkdirSync(join(home, '.local', 'bin'), { recursive: true, mode: 0o700 });
  if (settings.codeServer !== null) {
    const command = join(home, '.local', 'bin', 'code-server');
    writeFileSync(command, codeServerCommand(settings.codeServer.directory), { mode: 0o755 });
    chmodSync(command, 0o755);
  }
  const seed = join(import.meta.dirname, '..', 'seed-repositories.bash');
  await mustRun('bash', [seed, join(home, 'code'), ...settings.repositories]);
}

/** What every process of the host inherits; nothing of this process's own environment. */
function hostEnvironment(user: string, home: string): Record<string, string> {
  return {
    [sandboxMarker]: home,
    HOME: home,
    USER: user,
    LOGNAME: user,
    LANG: 'C.UTF-8',
    // What an earlier tool left on this machine is none of a test's.
    BERTH_OLDER_ROOT: join(home, 'older'),
    PATH: `${join(home, '.local', 'bin')}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  };
}
