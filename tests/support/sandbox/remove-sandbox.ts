import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { isLinkOf } from './box/box-network.ts';
import { killControlGroups, removeControlGroups } from './box/control-groups.ts';
import { findLocalProcesses } from './local/local-processes.ts';
import { poll } from './poll.ts';
import { isAlive, type ProcessIdentity, signalProcess } from './process-identity.ts';
import type { SandboxRecord } from './state-directory.ts';

const deadlineMs = 10_000;

/** Ends a sandbox and removes every trace of it; throws when something stays. */
export async function removeSandbox(directory: string, record: SandboxRecord): Promise<void> {
  kill(record);
  await poll(`sandbox ${record.name} to be gone`, () => isGone(record), deadlineMs, 5);
  removeFiles(directory, record);
}

/** The same without the event loop, for a process that is about to exit. What stays is found by the next sweep. */
export function removeSandboxNow(directory: string, record: SandboxRecord): void {
  kill(record);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const endAtMs = performance.now() + deadlineMs;
  while (!isGone(record)) {
    if (performance.now() > endAtMs) return;
    Atomics.wait(pause, 0, 0, 5);
  }
  removeFiles(directory, record);
}

function kill(record: SandboxRecord): void {
  for (const identity of processesOf(record)) signalProcess(identity, 'SIGKILL');
  killControlGroups(record.controlGroups);
  if (hasLink(record)) spawnSync('ip', ['link', 'del', record.linkName ?? ''], { stdio: 'ignore' });
}

function isGone(record: SandboxRecord): boolean {
  // A process that was just being born when the others were killed is met here.
  const left = processesOf(record).filter((identity) => signalProcess(identity, 'SIGKILL'));
  return left.length === 0 && removeControlGroups(record.controlGroups) && !hasLink(record);
}

function processesOf({ processes, scratchDirectory }: SandboxRecord): readonly ProcessIdentity[] {
  return scratchDirectory === null ? processes : findLocalProcesses(scratchDirectory, processes.filter(isAlive));
}

function hasLink({ name, linkName }: SandboxRecord): boolean {
  return linkName !== null && isLinkOf(name, linkName);
}

function removeFiles(directory: string, record: SandboxRecord): void {
  for (const folder of [record.scratchDirectory, directory]) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}
