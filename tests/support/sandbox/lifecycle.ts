import { removeSandbox, removeSandboxNow } from './remove-sandbox.ts';
import {
  createStateDirectory,
  isAbandoned,
  listRecords,
  readRecord,
  type SandboxRecord,
  thisProcess,
  writeRecord,
} from './state-directory.ts';

/** A sandbox on its way up or running, as its owner keeps track of it. */
export interface Lifecycle {
  readonly directory: string;
  /** Writes down what a sweep would have to remove. */
  note(change: Partial<Omit<SandboxRecord, 'name' | 'kind' | 'owner'>>): void;
  processes(): SandboxRecord['processes'];
  /** Ends and removes the sandbox; a second call joins the first. */
  remove(): Promise<void>;
}

const owned = new Map<string, SandboxRecord>();
let isWatchingExit = false;

/** Takes a name, makes the state directory, and sees to it that the sandbox goes when this process does. */
export function beginSandbox(name: string, kind: SandboxRecord['kind']): Lifecycle {
  let record: SandboxRecord = {
    name,
    kind,
    owner: thisProcess(),
    processes: [],
    linkName: null,
    scratchDirectory: null,
    controlGroups: [],
  };
  const directory = createStateDirectory(record);
  owned.set(directory, record);
  watchExit();
  let removal: Promise<void> | null = null;
  return {
    directory,
    note(change) {
      record = { ...record, ...change };
      owned.set(directory, record);
      writeRecord(directory, record);
    },
    processes: () => record.processes,
    remove() {
      removal ??= removeSandbox(directory, record).then(() => {
        owned.delete(directory);
      });
      return removal;
    },
  };
}

/** Removes the sandboxes whose owner is gone (crashed, killed); returns their names. */
export async function sweepSandboxes(): Promise<string[]> {
  const abandoned = listRecords().filter(({ record }) => isAbandoned(record));
  await Promise.all(
    abandoned.map(async ({ directory, record }) => {
      try {
        await removeSandbox(directory, record);
      } catch (error) {
        // Another sweep may have been quicker; if the record is still there, it was not.
        if (readRecord(directory) !== null) throw error;
      }
    }),
  );
  return abandoned.map(({ record }) => record.name);
}

function watchExit(): void {
  if (isWatchingExit) return;
  isWatchingExit = true;
  process.on('exit', removeOwned);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const end = () => {
      // Whoever listens as well decides what a signal means, and stops or exits by itself.
      if (process.listenerCount(signal) > 1) return;
      removeOwned();
      process.removeListener(signal, end);
      process.kill(process.pid, signal);
    };
    // First in line: a listener that is called once would already have left when ours counts.
    process.prependListener(signal, end);
  }
}

function removeOwned(): void {
  for (const [directory, record] of owned) {
    owned.delete(directory);
    removeSandboxNow(directory, record);
  }
}
