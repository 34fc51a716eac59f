import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheDirectory } from '../../tests/support/sandbox/cache-directory.ts';
import { identifyProcess } from '../../tests/support/sandbox/process-identity.ts';

/** The file by which the command line finds a running demo. */
interface DemoRecord {
  readonly dataDirectory: string;
  readonly profile: string;
  readonly pid: number;
  /** Field 22 of `/proc/<pid>/stat`, so that a later process with the same id is not taken for the demo. */
  readonly startTicks: string | null;
}

/** Begins the name of every demo's data directory. */
export const dataDirectoryPrefix = 'berth-demo-';

/** Tells other processes of this user about the demo; the function returned takes it back. */
export function registerDemo(dataDirectory: string, profile: string): () => void {
  const startTicks = identifyProcess(process.pid)?.startTicks ?? null;
  const record: DemoRecord = { dataDirectory, profile, pid: process.pid, startTicks };
  const file = path.join(cacheDirectory('demo'), `${process.pid}.json`);
  writeFileSync(`${file}.new`, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return () => rmSync(file, { force: true });
}

/** Removes what demos left that were killed before they could. */
export function sweepDemos(): void {
  const directory = cacheDirectory('demo');
  for (const name of readdirSync(directory)) {
    const file = path.join(directory, name);
    const record = readRecord(file);
    if (record !== null && identifyProcess(record.pid)?.startTicks === record.startTicks) continue;
    if (record !== null && isDataDirectory(record.dataDirectory)) {
      rmSync(record.dataDirectory, { recursive: true, force: true });
    }
    rmSync(file, { force: true });
  }
}

function readRecord(file: string): DemoRecord | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoRecord;
  } catch {
    return null;
  }
}

/** A file can say anything; only a folder that a demo makes is ever removed. */
function isDataDirectory(directory: string): boolean {
  return path.dirname(directory) === os.tmpdir() && path.basename(directory).startsWith(dataDirectoryPrefix);
}
