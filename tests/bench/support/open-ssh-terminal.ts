import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TerminalSize } from '../../../main/contract/session-words.ts';
import { knownHostsLine } from '../../support/app/test-core.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import type { Address } from './open-ssh.ts';
import type { TypedTerminal } from './typist.ts';

/** Which session is looked at, and over which way. */
export interface PlainTerminalOptions {
  readonly address: Address;
  /** Takes known_hosts. */
  readonly directory: string;
  readonly sessionId: string;
  readonly size: TerminalSize;
}

/** `ssh -tt host tmux attach-session`, as somebody without Berth looks at a session. */
export function openPlainTerminal(
  host: SandboxHost,
  { address, directory, sessionId, size }: PlainTerminalOptions,
  stack: AsyncDisposableStack,
): TypedTerminal {
  const knownHosts = join(directory, `known_hosts-terminal-${address.port}`);
  writeFileSync(knownHosts, knownHostsLine(host, address));
  const settings = [
    'BatchMode=yes',
    'StrictHostKeyChecking=yes',
    'IdentitiesOnly=yes',
    `UserKnownHostsFile=${knownHosts}`,
  ];
  const options = settings.flatMap((setting) => ['-o', setting]);
  // Without a terminal of its own, ssh does not tell a size.
  const command = `stty cols ${size.columns} rows ${size.rows}; exec tmux -u -S ~/.local/share/berth/sessions/socket attach-session -t =${sessionId}`;
  const child = spawn(
    'ssh',
    [
      '-F',
      'none',
      '-i',
      host.ssh.keyPath,
      '-p',
      String(address.port),
      ...options,
      '-tt',
      `${host.ssh.user}@${address.host}`,
      command,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, TERM: 'xterm-256color' } },
  );
  stack.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill();
    await ended;
  });
  let listener: (bytes: Uint8Array) => void = () => {};
  child.stdout.on('data', (chunk: Buffer) => listener(chunk));
  return {
    onOutput: (next) => {
      listener = next;
    },
    type: (bytes) => void child.stdin.write(bytes),
  };
}
