import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** In the order of Electron's fuse wire, version 1. */
const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

interface AsarFolder {
  readonly files?: Readonly<Record<string, AsarFolder>>;
}

/** Paths of all files in an archive, from its header (a pickle: four lengths, then JSON). */
async function listAsar(file: string): Promise<string[]> {
  const bytes = await readFile(file);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as AsarFolder;
  const visit = (folder: AsarFolder, prefix: string): string[] =>
    Object.entries(folder.files ?? {}).flatMap(([name, entry]) =>
      entry.files === undefined ? [prefix + name] : visit(entry, `${prefix}${name}/`),
    );
  return visit(header, '');
}

/** The packages an installation without development dependencies has. */
async function productionPackages(): Promise<string[]> {
  const lock = JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([place, { dev, optional, devOptional }]) => place !== '' && !(dev || optional || devOptional))
    .map(([place]) => place.slice('node_modules/'.length))
    .sort();
}

let project: string;
let electronDist: string;
const packer = path.join(root, 'node_modules/electron-builder/cli.js');
const pack = (...more: string[]) => {
  const args = [packer, '--linux', 'dir', '--publish', 'never', `-c.electronDist=${electronDist}`, ...more];
  return run(process.execPath, args, { cwd: project });
};

beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'berth-package-'));
  electronDist = path.join(project, 'electron-dist');
  // Electron's binary is played by a file that has what is looked for in it: the place of its fuses, all of them lit.
  await mkdir(electronDist);
  const fuses = Buffer.from([1, fuseNames.length, ...Buffer.from('1'.repeat(fuseNames.length))]);
  await writeFile(
    path.join(electronDist, 'electron'),
    Buffer.concat([Buffer.from(`#!/bin/sh\nexit 0\n#${fuseSentinel}`), fuses]),
    { mode: 0o755 },
  );
  for (const name of ['package.json', 'package-lock.json', 'electron-builder.yml', 'remote-scripts', 'build']) {
    await cp(path.join(root, name), path.join(project, name), { recursive: true });
  }
  // Copies, because the packer does not follow links out of a project; two development packages must stay behind.
  for (const name of [...(await productionPackages()), 'zod', 'react']) {
    await cp(path.join(root, 'node_modules', name), path.join(project, 'node_modules', name), { recursive: true });
  }
  for (const config of ['electron-main', 'electron-preload']) {
    await build({
      configFile: path.join(root, `build/vite/${config}.config.ts`),
      logLevel: 'error',
      build: { outDir: path.join(project, 'out/electron') },
    });
  }
  await mkdir(path.join(project, 'out/renderer'));
  await writeFile(path.join(project, 'out/renderer/index.html'), '<h1>page</h1>');
  await mkdir(path.join(project, 'out/web'));
  await writeFile(path.join(project, 'out/web/main.js'), 'not for the desktop');
}, 60_000);
afterAll(() => rm(project, { recursive: true }));

describe('the package', () => {
  it('is packed from out/, two production dependencies and the remote scripts', { timeout: 60_000 }, async () => {
    await pack();
    const resources = path.join(project, 'release/linux-unpacked/resources');
    const files = await listAsar(path.join(resources, 'app.asar'));
    expect(files.filter((file) => !file.startsWith('node_modules/')).sort()).toEqual([
      'out/electron/main.js',
      'out/electron/preload.cjs',
      'out/renderer/index.html',
      'package.json',
    ]);
    const packages = new Set(
      files
        .filter((file) => file.startsWith('node_modules/'))
        .map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file),
    );
    expect([...packages].sort()).toEqual(await productionPackages());
    expect(packages.has('ssh2')).toBe(true);
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([]);

    const scripts = path.join(resources, 'remote-scripts');
    for (const entry of await readdir(path.join(root, 'remote-scripts'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === 'README.md') continue;
      const source = path.join(entry.parentPath, entry.name);
      const packed = path.join(scripts, path.relative(path.join(root, 'remote-scripts'), source));
      expect([packed, (await stat(packed)).mode & 0o111]).toEqual([packed, (await stat(source)).mode & 0o111]);
      expect(await readFile(packed)).toEqual(await readFile(source));
    }

    const binary = await readFile(path.join(project, 'release/linux-unpacked/berth'));
    const wire = binary.indexOf(fuseSentinel) + fuseSentinel.length + 2;
    const lit = fuseNames.filter((_name, index) => binary[wire + index] === '1'.charCodeAt(0));
    expect(lit).toEqual([
      'enableCookieEncryption',
      'enableEmbeddedAsarIntegrityValidation',
      'onlyLoadAppFromAsar',
      'loadBrowserProcessSpecificV8Snapshot',
    ]);
  });

  it('is described in words the packer knows', { timeout: 30_000 }, async () => {
    const outcome = await pack('-c.unknownWord=1').then(
      () => 'packed',
      (error: unknown) => Object.values(error as { stdout: string; stderr: string }).join('\n'),
    );
    expect(outcome).toMatch(/unknown property 'unknownWord'/);
  });

  it('keeps its name over versions where a link may point to it, and says who made it', async () => {
    const configuration = await readFile(path.join(root, 'electron-builder.yml'), 'utf8');
    expect(/^ {2}artifactName: (.*)$/m.exec(configuration)?.[1]).toBe(`\${productName}-\${arch}.\${ext}`);
    expect(/^productName: (.*)$/m.exec(configuration)?.[1]).toMatch(/^\S+$/);
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    for (const field of ['name', 'version', 'description', 'homepage', 'author', 'license']) {
      expect(manifest[field], field).toBeTruthy();
    }
    expect(manifest.main).toBe('out/electron/main.js');
  });

  it('has icons for every system', async () => {
    const icons = path.join(root, 'build/icons');
    const png = await readFile(path.join(icons, 'berth.png'));
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual(['PNG', 512, 512]);
    const ico = await readFile(path.join(icons, 'berth.ico'));
    expect([ico.readUInt16LE(2), ico.readUInt16LE(4)]).toEqual([1, 7]);
    const icns = await readFile(path.join(icons, 'berth.icns'));
    expect([icns.toString('latin1', 0, 4), icns.readUInt32BE(4)]).toEqual(['icns', icns.length]);
  });
});
