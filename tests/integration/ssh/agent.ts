import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

const run = promisify(execFile);

/** A real ssh-agent holding these private keys in this order, until the test ends; answers its socket. */
export async function startAgent(keyPaths: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'berth-agent-'));
  const socket = join(directory, 'socket');
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    const exited = once(agent, 'exit');
    agent.kill('SIGKILL');
    await exited;
    await rm(directory, { recursive: true, force: true });
  });
  // It prints its address once it listens.
  await once(agent.stdout, 'data');
  if (keyPaths.length > 0)
    await run('ssh-add', ['-q', ...keyPaths], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  return socket;
}
