import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { killControlGroups, removeControlGroups } from './box/control-groups.ts';
import { findMarkedProcesses } from './local/marked-processes.ts';
import { poll } from './poll.ts';
import { isAlive, signalProcess } from './process-identity.ts';
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
  for (const identity of record.processes) signalProcess(identity, 'SIGKILL');
  killControlGroups(record.controlGroups);
  if (record.linkName !== null && hasLink(record.linkName)) {
    spawnSync('ip', ['link', 'del', record.linkName], { stdio: 'ignore' });
  }
}

function isGone(record: SandboxRecord): boolean {
  if (record.kind === 'local') {
    const marked = findMarkedProcesses(record.name);
    for (const identity of marked) signalProcess(identity, 'SIGKILL');
    if (marked.length > 0) return false;
  }
  return (
    !record.processes.some(isAlive) &&
    removeControlGroups(record.controlGroups) &&
    (record.linkName === null || !hasLink(record.linkName))
  );
}

function removeFiles(directory: string, record: SandboxRecord): void {
  for (const folder of [record.scratchDirectory, directory]) {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

function hasLink(name: string): boolean {
  return existsSync(`/sys/class/net/${name}`);
}
