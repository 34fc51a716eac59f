import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { type ArchivedFile, listArchive } from './asar.ts';

/** An unpacked app, as it comes out of the packer. */
export interface InspectedPackage {
  readonly archiveBytes: number;
  readonly archived: readonly ArchivedFile[];
  /** Files beside the archive, with `/`, from the resources folder. */
  readonly beside: readonly string[];
  /** Names of the fuses that are on. */
  readonly fusesOn: readonly string[];
}

/** So large the archive may be; it is read at every start. */
export const archiveMostBytes = 6 * 1024 * 1024;

/** The fuses that must be on, and no other: what each forbids or asks for is in electron-builder.yml. */
export const fusesWanted = [
  'EnableCookieEncryption',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
] as const;

/** Electron's own business: which snapshot V8 starts from, and how it traps. They stay as Electron's makers chose. */
const electronsOwn = new Set(['LoadBrowserProcessSpecificV8Snapshot', 'WasmTrapHandlers']);

/** Looks into an unpacked app. `program` is what Electron's binary is called there. */
export async function inspectPackage(resources: string, program: string): Promise<InspectedPackage> {
  const archive = path.join(resources, 'app.asar');
  const entries = await readdir(resources, { recursive: true, withFileTypes: true });
  const beside = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(resources, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((name) => name !== 'app.asar')
    .sort();
  const wire = await getCurrentFuseWire(program);
  const fusesOn = Object.entries(wire)
    .filter(([, state]) => state === FuseState.ENABLE)
    .map(([index]) => FuseV1Options[Number(index)] ?? `fuse ${index}`)
    .filter((name) => !electronsOwn.has(name));
  return { archiveBytes: (await stat(archive)).size, archived: await listArchive(archive), beside, fusesOn };
}

/** What is wrong with a package, as sentences; none when all is well. */
export function faultsOf({ archiveBytes, archived, beside, fusesOn }: InspectedPackage): string[] {
  const has = (name: string) => archived.some((file) => file.path === name);
  const faults: string[] = [];
  if (archiveBytes > archiveMostBytes)
    faults.push(`the archive has ${archiveBytes} bytes, more than ${archiveMostBytes}`);
  for (const name of [
    'out/electron/main.js',
    'out/electron/preload.cjs',
    'out/electron/package-facts.json',
    'out/renderer/index.html',
  ]) {
    if (!has(name)) faults.push(`${name} is not in the archive`);
  }
  for (const { path: name, isUnpacked } of archived) {
    if (isUnpacked) faults.push(`${name} lies outside of the archive, where its sum is not checked`);
    if (/\.(?:node|map|ts)$/.test(name)) faults.push(`${name} must not be shipped`);
  }
  for (const name of ['remote-scripts/bootstrap', 'licences.txt']) {
    if (!beside.includes(name)) faults.push(`${name} is not beside the archive`);
  }
  for (const name of fusesWanted) if (!fusesOn.includes(name)) faults.push(`the fuse ${name} is off`);
  for (const name of fusesOn) {
    if (!fusesWanted.some((wanted) => wanted === name)) faults.push(`the fuse ${name} is on`);
  }
  return faults;
}
