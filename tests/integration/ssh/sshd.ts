import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A real OpenSSH server on a loopback port of its own, with its own keys and log. Needs root. */
export interface Sshd {
  readonly directory: string;
  readonly port: number;
  /** Private key that root may log in with. */
  readonly keyPath: string;
  /** Public host keys in the order of generation. */
  readonly hostKeys: readonly string[];
  /** Process ids of the per-connection processes. */
  connectionPids(): Promise<number[]>;
  /** The server's debug log so far. */
  log(): Promise<string>;
  stop(): Promise<void>;
}

/** What a server is started with. */
export interface SshdOptions {
  /** Further lines of sshd_config; the first value of a setting counts. */
  readonly settings?: readonly string[];
  /** What ssh-keygen makes host keys of. */
  readonly hostKeyTypes?: readonly string[];
  /** Private host keys that are there already, instead of made ones. */
  readonly hostKeyPaths?: readonly string[];
  readonly port?: number;
  /** The `Match` blocks of sshd_config. */
  readonly matches?: readonly string[];
  /** Shell commands that make users or PAM rules, in a copy of /etc that only this server sees. */
  readonly etcScript?: string;
}

/** Starts a server. */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const { settings = [], hostKeyTypes = ['ed25519'] } = options;
  const directory = await mkdtemp(join(tmpdir(), 'berth-sshd-'));
  const port = options.port ?? (await freePort());
  const keyPath = join(directory, 'user_ed25519');
  await makeKey(keyPath);
  await writeFile(join(directory, 'authorized_keys'), await readFile(`${keyPath}.pub`));
  const hostKeyPaths = options.hostKeyPaths ?? hostKeyTypes.map((type) => join(directory, `host_${type}`));
  if (!options.hostKeyPaths) for (const type of hostKeyTypes) await makeKey(join(directory, `host_${type}`), { type });
  const hostKeys = await Promise.all(hostKeyPaths.map(async (path) => (await readFile(`${path}.pub`, 'utf8')).trim()));
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const config = [
    `ListenAddress 127.0.0.1:${port}`,
    `PidFile ${join(directory, 'pid')}`,
    `AuthorizedKeysFile ${join(directory, 'authorized_keys')}`,
    ...hostKeyPaths.map((path) => `HostKey ${path}`),
    // Logins must not run this machine's own start-up files: what they do may wait for locks that a killed login leaves.
    `SetEnv HOME=${directory}`,
    // The first value of a setting counts.
    ...settings,
    'PermitRootLogin prohibit-password',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'UsePAM no',
    'StrictModes no',
    'LogLevel DEBUG1',
    ...(options.matches ?? []),
  ];
  const configPath = join(directory, 'sshd_config');
  await writeFile(configPath, `${config.join('\n')}\n`);
  const logPath = join(directory, 'log');
  const sshd = ['/usr/sbin/sshd', '-D', '-f', configPath, '-E', logPath];
  const [program = '', ...args] =
    options.etcScript === undefined ? sshd : await inOwnEtc(directory, options.etcScript, sshd);
  const child = spawn(program, args, { stdio: 'ignore' });
  await answers(port, child);
  return {
    directory,
    port,
    keyPath,
    hostKeys,
    connectionPids: () => childrenOf(child.pid ?? 0),
    log: () => readFile(logPath, 'utf8'),
    stop: async () => {
      const connections = await childrenOf(child.pid ?? 0);
      const exited = child.exitCode === null ? once(child, 'exit') : Promise.resolve();
      for (const pid of connections) signal(pid, 'SIGKILL');
      child.kill('SIGKILL');
      await exited;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The command that runs another one with a copy of /etc of its own, changed by a script. */
async function inOwnEtc(directory: string, script: string, command: readonly string[]): Promise<readonly string[]> {
  const etc = join(directory, 'etc');
  await run('cp', ['-a', '/etc', etc]);
  // The users' own processes read the authorized keys.
  await chmod(directory, 0o711);
  const steps = `mount --bind "$0" /etc\n${script}\nexec "$@"`;
  return ['unshare', '--mount', '--propagation', 'private', 'sh', '-ec', steps, etc, ...command];
}

/** Makes a key pair with ssh-keygen. */
export async function makeKey(path: string, options: { type?: string; passphrase?: string } = {}): Promise<void> {
  const { type = 'ed25519', passphrase = '' } = options;
  await run('ssh-keygen', ['-q', '-t', type, '-N', passphrase, '-C', 'test', '-f', path]);
}

/** Sends a signal to a process started here; one that is gone already is fine. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A loopback port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return address.port;
}

async function childrenOf(pid: number): Promise<number[]> {
  try {
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

/** The server tells nobody when it listens, so it is asked until it answers. */
async function answers(port: number, child: ChildProcess): Promise<void> {
  const deadlineMs = Date.now() + 5_000;
  while (Date.now() < deadlineMs && child.exitCode === null) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`sshd did not come up on port ${port}.`);
}
