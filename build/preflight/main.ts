import { assertNode24 } from './assert-node.ts';
import { type PackageGroup, packageGroupNames } from './packages.ts';
import { prepare } from './prepare.ts';

/** `npm run preflight [-- check sandbox bare codeServer claudeCode browser]`: makes this machine ready; all groups by default. */
async function main(wanted: readonly string[]): Promise<void> {
  assertNode24();
  const groups = packageGroupNames.filter((name) => wanted.length === 0 || wanted.includes(name));
  const unknown = wanted.filter((name) => !packageGroupNames.includes(name as PackageGroup));
  if (unknown.length > 0) {
    throw new Error(`There is no group "${unknown.join(' ')}"; there are ${packageGroupNames.join(', ')}.`);
  }
  await prepare(groups, (line) => process.stderr.write(`${line}\n`));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
