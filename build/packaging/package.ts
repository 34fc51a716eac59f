import { spawnSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { buildBundle, bundles } from '../bundle/bundle.ts';
import { assertNode24 } from '../preflight/assert-node.ts';
import { planPacking } from './packer-plan.ts';
import { writeShippedFiles } from './write-shipped-files.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * `npm run package [-- FLAGS OF ELECTRON-BUILDER]`: makes the packages of this system in `release/`. Signs them where the
 * environment brings what that takes, and tells them where releases are where `BERTH_RELEASES` says it.
 */
async function main(): Promise<void> {
  assertNode24();
  const plan = planPacking(process.platform, process.env, process.argv.slice(2));
  // Whatever an earlier build left would be shipped with it.
  await rm(path.join(root, 'out'), { recursive: true, force: true });
  for (const bundle of bundles) await buildBundle(bundle, 'warn');
  const licences = await writeShippedFiles(root, plan);
  console.log(`${licences.length} licences · ${plan.isSigned ? 'signed' : 'unsigned'} · ${plan.releasesUrl ?? 'no updates'}`);
  const packer = path.join(root, 'node_modules/electron-builder/cli.js');
  const { status } = spawnSync(process.execPath, [packer, ...plan.args], {
    cwd: root,
    env: plan.environment,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

await main();
