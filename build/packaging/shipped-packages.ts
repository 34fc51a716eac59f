import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({ dev: z.boolean().optional(), optional: z.boolean().optional(), devOptional: z.boolean().optional() }),
  ),
});

/** Folders of the packages that ship beside the bundles, from `root`: what an installation without development has. */
export async function shippedPackages(root: string): Promise<string[]> {
  const { packages } = lockFile.parse(JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')));
  return Object.entries(packages)
    .filter(([place, { dev, optional, devOptional }]) => place !== '' && !(dev || optional || devOptional))
    .map(([place]) => place)
    .sort();
}
