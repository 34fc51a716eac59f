import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sweepSandboxes } from '../lifecycle.ts';
import { poll } from '../poll.ts';
import { signalProcess } from '../process-identity.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { isAbandoned, listRecords, readRecord, stateDirectoryOf } from '../state-directory.ts';

/** What the command line tells about a sandbox. */
export type SandboxDescription = Pick<SandboxHost, 'name' | 'kind' | 'ssh' | 'hostKey' | 'repositories'>;

// Only sandboxes of keepers have it, so it also tells them from those that a test or a demo owns.
const descriptionName = 'host.json';

/** Called by the keeper once its sandbox is up. */
export function describeSandbox({ name, kind, ssh, hostKey, repositories }: SandboxHost): SandboxDescription {
  const description = { name, kind, ssh, hostKey, repositories };
  const file = join(stateDirectoryOf(name), descriptionName);
  writeFileSync(`${file}.new`, JSON.stringify(description), { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return description;
}

/** The sandboxes that were started from the command line and run. */
export function listKeptSandboxes(): SandboxDescription[] {
  return listRecords().flatMap(({ directory, record }) => {
    const description = isAbandoned(record) ? null : readDescription(directory);
    return description === null ? [] : [description];
  });
}

/** Ends a sandbox that was started from the command line; false when there is none of this name. */
export async function stopKeptSandbox(name: string): Promise<boolean> {
  const directory = stateDirectoryOf(name);
  const record = readRecord(directory);
  if (record === null || readDescription(directory) === null) return false;
  signalProcess(record.owner, 'SIGTERM');
  await poll(`the keeper of ${name} to end`, () => isAbandoned(record) || !existsSync(directory));
  // A keeper that could not end in good order leaves work.
  await sweepSandboxes();
  return true;
}

function readDescription(directory: string): SandboxDescription | null {
  try {
    return JSON.parse(readFileSync(join(directory, descriptionName), 'utf8')) as SandboxDescription;
  } catch {
    return null;
  }
}
