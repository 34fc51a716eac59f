import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** The file a running demo keeps about itself. */
const demoRecord = z.object({
  dataDirectory: z.string().min(1),
  profile: z.string(),
  pid: z.int().positive(),
  /** Field 22 of `/proc/<pid>/stat`; tells the process from a later one with the same id. Null where there is no /proc. */
  startTicks: z.union([z.string(), z.number()]).nullable(),
});
type DemoRecord = z.output<typeof demoRecord>;

async function readStartTicks(pid: number): Promise<string | null> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command name may hold spaces and brackets, so the fields are counted from its last bracket.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    // No such process, or no /proc on this system.
    return null;
  }
}

function isProcessThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function isRunning({ pid, startTicks }: DemoRecord): Promise<boolean> {
  if (startTicks === null) return isProcessThere(pid);
  return (await readStartTicks(pid)) === String(startTicks);
}

async function readRecord(file: string): Promise<DemoRecord | null> {
  try {
    const parsed = demoRecord.safeParse(JSON.parse(await readFile(file, 'utf8')));
    return parsed.success ? parsed.data : null;
  } catch {
    // The demo is just writing or removing it; then it is not there for us.
    return null;
  }
}

/** The data directory of a running demo, one whose profile is `profile` before any other; null when none runs. */
export async function findDemoDirectory(demoDirectory: string, profile: string): Promise<string | null> {
  // Without the folder no demo ever ran here.
  const files = await readdir(demoDirectory).catch(() => []);
  const records = await Promise.all(
    files.filter((file) => file.endsWith('.json')).map((file) => readRecord(path.join(demoDirectory, file))),
  );
  const running: DemoRecord[] = [];
  for (const record of records) if (record !== null && (await isRunning(record))) running.push(record);
  const chosen = running.find((record) => record.profile === profile) ?? running[0];
  return chosen?.dataDirectory ?? null;
}
