import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What the packer notes about the package it makes; it lies in the archive, whose integrity Electron checks. */
const packageFacts = z.object({
  /** Signed by its maker: only then do macOS and Windows let a later version take its place. */
  isSigned: z.boolean(),
  /** The page with all versions; null: this package looks for none. */
  releasesUrl: z.string().startsWith('https://').nullable(),
  /** Of the remote scripts that it ships, which lie beside the archive: `sumOfScripts`. */
  scriptsSum: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PackageFacts = z.output<typeof packageFacts>;

/** Where the facts are, from the app's folder. */
export const packageFactsFile = 'out/electron/package-facts.json';

/** Reads the facts of a packaged app; throws when they are not there, because then it was not packed by Berth's packer. */
export function readPackageFacts(appPath: string): PackageFacts {
  return packageFacts.parse(JSON.parse(readFileSync(path.join(appPath, packageFactsFile), 'utf8')));
}
