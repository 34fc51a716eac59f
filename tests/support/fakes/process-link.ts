import { spawn } from 'node:child_process';
import { succeed } from '../../../main/contract/failure.ts';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import { type CommandChannel, type ExitOutcome, type Link, LinkLostError } from '../../../main/core/ssh/link.ts';

/** A link whose host is this machine: commands are real processes of a real login shell, only SSH is left out. */
export interface ProcessLink extends Link {
  /** Ends every channel as a lost connection does: without an exit code; the commands live on. */
  drop(): void;
  /** How many channels were opened. */
  readonly openedCount: number;
}

/** Makes such a link; `loginShell` gets the command by `-c`, as sshd does it. */
export function createProcessLink(env: NodeJS.ProcessEnv, loginShell = '/bin/bash'): ProcessLink {
  const live = new Set<() => void>();
  let isUp = true;
  let openedCount = 0;
  const status = (): HostStatus => ({
    profileId: 'here',
    state: isUp ? 'connected' : 'reconnecting',
    sinceMs: 0,
    lastHeardAtMs: 0,
    roundTripMs: 0,
    nextAttemptAtMs: null,
    attemptCount: 0,
    eventNumber: 0,
    failure: null,
    question: null,
  });
  const exec = async (command: string): Promise<CommandChannel> => {
    if (!isUp) throw new LinkLostError('the link is down');
    openedCount += 1;
    const child = spawn(loginShell, ['-c', command], { env, stdio: 'pipe', detached: true });
    let settle: (outcome: ExitOutcome) => void = () => {};
    const ended = new Promise<ExitOutcome>((resolve) => {
      settle = resolve;
    });
    const lose = () => {
      live.delete(lose);
      child.stdin.destroy();
      child.stdout.destroy();
      child.stderr.destroy();
      settle({ kind: 'unknown' });
    };
    live.add(lose);
    child.on('close', (code, signal) => {
      live.delete(lose);
      settle(code === null ? { kind: 'signalled', signal: signal ?? 'unknown' } : { kind: 'exited', code });
    });
    return { stdin: child.stdin, stdout: child.stdout, stderr: child.stderr, ended, close: lose };
  };
  return {
    profileId: 'here',
    status,
    onDidChangeStatus: () => () => {},
    connect: async () => succeed(status()),
    whenConnected: async () => {
      isUp = true;
      return succeed(status());
    },
    wake: () => {},
    disconnect: async () => {},
    answer: () => false,
    timeline: () => [],
    diagnose: async () => ({ steps: [], failure: null, text: '' }),
    exec,
    terminal: () => Promise.reject(new LinkLostError('no terminals here')),
    forward: () => Promise.reject(new LinkLostError('no forwards here')),
    dispose: async () => {
      for (const lose of live) lose();
    },
    drop() {
      isUp = false;
      for (const lose of live) lose();
    },
    get openedCount() {
      return openedCount;
    },
  };
}
