import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from './cache-directory.ts';
import { identifyProcess, isAlive, type ProcessIdentity } from './process-identity.ts';
import type { SandboxKind } from './sandbox-host.ts';

/** What is known about a sandbox that runs or ran; enough to remove it without its owner. */
export interface SandboxRecord {
  readonly name: string;
  readonly kind: SandboxKind;
  /** The process that must stop the sandbox. */
  readonly owner: ProcessIdentity;
  /** The processes whose death ends the sandbox: a box's leash and process 1, or the sshd of a local sandbox. */
  readonly processes: readonly ProcessIdentity[];
  /** Name of the network device on this machine; null for local or while it is being made. */
  readonly linkName: string | null;
  /** The HOME of a local sandbox: outside the state directory, because paths of sockets must be short. */
  readonly scratchDirectory: string | null;
  /** Control groups of a box, on this machine. */
  readonly controlGroups: readonly string[];
}

const recordName = 'record.json';
const unfinishedPrefix = '.new-';

/** Folder of all sandboxes of this user. */
export function sandboxesDirectory(): string {
  return cacheDirectory('sandbox');
}

/** Where the sandbox of this name keeps its state, whether there is one or not. */
export function stateDirectoryOf(name: string): string {
  return join(sandboxesDirectory(), name);
}

/** Makes the state directory of a new sandbox, record first; throws when the name is taken. */
export function createStateDirectory(record: SandboxRecord): string {
  const unfinished = mkdtempSync(join(sandboxesDirectory(), unfinishedPrefix));
  const directory = stateDirectoryOf(record.name);
  writeRecord(unfinished, record);
  try {
    // Renaming onto a folder that is not empty fails, so two owners never share a name.
    renameSync(unfinished, directory);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`A sandbox named ${record.name} exists already`, { cause: error });
  }
  return directory;
}

/** Replaces the record of a sandbox. */
export function writeRecord(directory: string, record: SandboxRecord): void {
  const file = join(directory, recordName);
  writeFileSync(`${file}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The record in a state directory, or null when there is none that can be read. */
export function readRecord(directory: string): SandboxRecord | null {
  try {
    return JSON.parse(readFileSync(join(directory, recordName), 'utf8')) as SandboxRecord;
  } catch {
    return null;
  }
}

/** Every sandbox that has a record, whether its owner still runs or not. */
export function listRecords(): { readonly directory: string; readonly record: SandboxRecord }[] {
  const found = [];
  for (const entry of readdirSync(sandboxesDirectory())) {
    const directory = join(sandboxesDirectory(), entry);
    const record = readRecord(directory);
    if (record !== null) found.push({ directory, record });
    else if (entry.startsWith(unfinishedPrefix) && isOld(directory))
      rmSync(directory, { recursive: true, force: true });
  }
  return found;
}

/** True when nobody is left who would stop this sandbox. */
export function isAbandoned(record: SandboxRecord): boolean {
  return !isAlive(record.owner);
}

/** The identity of this very process. */
export function thisProcess(): ProcessIdentity {
  const identity = identifyProcess(process.pid);
  if (identity === null) throw new Error('Sandboxes need /proc, so they run on Linux only');
  return identity;
}

function isOld(directory: string): boolean {
  try {
    return Date.now() - statSync(directory).mtimeMs > 60_000;
  } catch {
    return false;
  }
}
