import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packScripts, sumOfScripts } from '../../main/core/remote/script-archive.ts';
import { type PackageFacts, packageFactsFile } from '../../main/electron/updater/package-facts.ts';
import { collectLicences, type Licence, licencesText } from './licences.ts';
import type { PackerPlan } from './packer-plan.ts';

/** Writes what a package needs besides the bundles: its facts, and the licences of its parts. */
export async function writeShippedFiles(
  root: string,
  { isSigned, releasesUrl }: Pick<PackerPlan, 'isSigned' | 'releasesUrl'>,
): Promise<readonly Licence[]> {
  const scriptsSum = sumOfScripts(await packScripts(path.join(root, 'remote-scripts')));
  const facts: PackageFacts = { isSigned, releasesUrl, scriptsSum };
  await writeFile(path.join(root, packageFactsFile), `${JSON.stringify(facts, null, 2)}\n`);
  const licences = await collectLicences(root);
  const own = await readFile(path.join(root, 'LICENSE'), 'utf8');
  await writeFile(path.join(root, 'out/licences.txt'), licencesText(own, licences));
  return licences;
}
