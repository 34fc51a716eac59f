import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildBundle, bundles } from '../bundle/bundle.ts';
import { assertNode24 } from '../preflight/assert-node.ts';
import { type PackerPlan, planPacking } from './packer-plan.ts';
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
  console.log(
    `${licences.length} licences · ${plan.isSigned ? 'signed' : 'unsigned'} · ${plan.releasesUrl ?? 'no updates'}`,
  );
  process.exitCode = await pack(plan);
}

/** Runs electron-builder; answers its exit code. */
async function pack({ args, environment }: PackerPlan): Promise<number> {
  const folder = await mkdtemp(path.join(tmpdir(), 'berth-package-'));
  try {
    const env = await withKeyAsFile(environment, folder);
    const packer = path.join(root, 'node_modules/electron-builder/cli.js');
    const { status } = spawnSync(process.execPath, [packer, ...args], { cwd: root, env, stdio: 'inherit' });
    return status ?? 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Apple's notary wants its key as a file, and CI has it as a text. */
async function withKeyAsFile(
  environment: PackerPlan['environment'],
  folder: string,
): Promise<PackerPlan['environment']> {
  const key = environment.APPLE_API_KEY ?? '';
  if (!key.startsWith('-----BEGIN')) return environment;
  const file = path.join(folder, 'notary.p8');
  await writeFile(file, `${key.trim()}\n`, { mode: 0o600 });
  return { ...environment, APPLE_API_KEY: file };
}

await main();
