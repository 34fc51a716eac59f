import { open } from 'node:fs/promises';
import { z } from 'zod';

/** One file in an archive. */
export interface ArchivedFile {
  /** With `/`, from the root of the archive. */
  readonly path: string;
  readonly sizeBytes: number;
  /** It lies in the folder `app.asar.unpacked` beside the archive. */
  readonly isUnpacked: boolean;
}

interface Entry {
  readonly files?: Readonly<Record<string, Entry>> | undefined;
  readonly size?: number | undefined;
  readonly unpacked?: boolean | undefined;
}
const entry: z.ZodType<Entry> = z.object({
  files: z
    .record(
      z.string(),
      z.lazy(() => entry),
    )
    .optional(),
  size: z.number().optional(),
  unpacked: z.boolean().optional(),
});

function filesIn({ files = {} }: Entry, folder: string): ArchivedFile[] {
  return Object.entries(files).flatMap(([name, found]) =>
    found.files === undefined
      ? [{ path: folder + name, sizeBytes: found.size ?? 0, isUnpacked: found.unpacked === true }]
      : filesIn(found, `${folder}${name}/`),
  );
}

/** The files of an archive, by path, from its header: a pickle of four lengths, then JSON. */
export async function listArchive(file: string): Promise<ArchivedFile[]> {
  await using archive = await open(file);
  const lengths = Buffer.alloc(16);
  await archive.read(lengths, 0, 16, 0);
  const header = Buffer.alloc(lengths.readUInt32LE(12));
  await archive.read(header, 0, header.length, 16);
  const root = entry.parse(JSON.parse(header.toString()));
  return filesIn(root, '').sort((one, other) => (one.path < other.path ? -1 : 1));
}
