import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { faultsOf, inspectPackage } from './inspect-package.ts';

const release = path.resolve(import.meta.dirname, '../../release');

interface Unpacked {
  readonly name: string;
  readonly resources: string;
  readonly program: string;
}

/** The unpacked apps that the packer left, whatever system they are for. */
async function findUnpacked(): Promise<Unpacked[]> {
  const folders = (await readdir(release, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }): Unpacked[] => {
    const folder = path.join(release, name);
    const app = path.join(folder, 'Berth.app');
    if (existsSync(app)) return [{ name, resources: path.join(app, 'Contents/Resources'), program: app }];
    const program = ['berth', 'Berth.exe'].map((file) => path.join(folder, file)).find((file) => existsSync(file));
    return program === undefined ? [] : [{ name, resources: path.join(folder, 'resources'), program }];
  });
}

/** `npm run package:check`: looks into what `npm run package` made, prints it, and fails where something is wrong. */
async function main(): Promise<void> {
  const found = await findUnpacked();
  if (found.length === 0) throw new Error(`There is no package in ${release}; "npm run package" makes one.`);
  for (const { name, resources, program } of found) {
    const inspected = await inspectPackage(resources, program);
    for (const { path: file, sizeBytes } of inspected.archived)
      console.log(`${String(sizeBytes).padStart(9)}  ${file}`);
    for (const file of inspected.beside) console.log(`${'beside'.padStart(9)}  ${file}`);
    const faults = faultsOf(inspected);
    console.log(
      `${name}: ${inspected.archived.length} files in ${inspected.archiveBytes} bytes, ${faults.length} faults`,
    );
    for (const fault of faults) console.log(`  ${fault}`);
    if (faults.length > 0) process.exitCode = 1;
  }
}

await main();
