import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/** A real ssh-agent of this machine with one fresh key. */
export interface TestAgent {
  readonly socket: string;
  /** `SHA256:…`, as `ssh-add -l` lists the key. */
  readonly fingerprint: string;
  stop(): Promise<void>;
}

/** Starts an agent. */
export async function startTestAgent(): Promise<TestAgent> {
  const run = promisify(execFile);
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-agent-'));
  const socket = path.join(folder, 'socket');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  // It says where it listens once it does.
  await once(agent.stdout, 'data');
  const key = path.join(folder, 'key');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'lent', '-f', key]);
  await run('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  const listed = await run('ssh-keygen', ['-lf', `${key}.pub`]);
  return {
    socket,
    fingerprint: listed.stdout.split(' ')[1] ?? '',
    stop: async () => {
      const exited = once(agent, 'exit');
      agent.kill();
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
