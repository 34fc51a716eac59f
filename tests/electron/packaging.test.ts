import { execFile } from 'node:child_process';
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultsOf, type InspectedPackage, inspectPackage } from '../../build/packaging/inspect-package.ts';
import { shippedPackages } from '../../build/packaging/shipped-packages.ts';
import { createCore } from '../../main/core/create-core.ts';
import { defaultPorts } from '../../main/core/defaults/default-ports.ts';
import { readPackageFacts } from '../../main/electron/updater/package-facts.ts';
import { makePackedProject, type PackedProject } from './support/packed-project.ts';

const root = path.resolve(import.meta.dirname, '../..');
let project: PackedProject;
/** A project that could not be made leaves nothing. */
let remove = async () => {};
let inspected: InspectedPackage;
const resource = (name: string) => path.join(project.unpacked, 'resources', name);

async function packOnce(): Promise<void> {
  project = await makePackedProject('somebody/berth');
  remove = () => rm(project.directory, { recursive: true });
  // The folder is packed on the way to the deb.
  await project.pack('deb');
  inspected = await inspectPackage(resource(''), path.join(project.unpacked, 'berth'));
}

/** The package that a file in the archive belongs to; null for Berth's own. The packer moves packages up where it can. */
function packageOf(file: string): { readonly name: string; readonly file: string } | null {
  const [, name = '', rest = ''] = /^node_modules\/((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(file) ?? [];
  return name === '' ? null : { name, file: rest };
}

/** What the package in a folder is called. */
const nameOf = (place: string) => place.split('node_modules/').at(-1) ?? place;

/** Files of a folder, with `/`, from there. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}

// What makes a deb is played by a script here; the workflow packs on the other systems with the real tools.
describe.skipIf(process.platform !== 'linux')('the package', () => {
  beforeAll(packOnce, 120_000);
  afterAll(() => remove());

  it('has exactly these files, and each as it was built', async () => {
    const inArchive = inspected.archived.map((file) => file.path);
    const page = inArchive.filter((name) => name.startsWith('out/renderer/'));
    const built = (await filesIn(path.join(project.directory, 'out/renderer'))).filter(
      (name) => !/\.map$|^licences-/.test(name),
    );
    expect(page.map((name) => name.slice('out/renderer/'.length))).toEqual(built);
    const outside = (await filesIn(project.unpacked)).filter((name) => !name.startsWith('resources/remote-scripts/'));
    const listing = [
      ...outside,
      ...inArchive.filter((name) => !page.includes(name)).map((name) => `resources/app.asar/${name}`),
    ];
    // The page's files have their sums in their names, and the scripts are told below.
    await expect(`${listing.join('\n')}\n`).toMatchFileSnapshot('packaging-files.txt');
    const places = await shippedPackages(root);
    for (const { path: name, sizeBytes } of inspected.archived) {
      // The packer writes these anew, without what only development needs.
      if (path.basename(name) === 'package.json') continue;
      const parts = packageOf(name);
      const place = parts === null ? null : places.find((one) => nameOf(one) === parts.name);
      const source = parts === null ? path.join(project.directory, name) : path.join(root, place ?? '', parts.file);
      expect([name, sizeBytes]).toEqual([name, (await stat(source)).size]);
    }
  });

  it('is small, whole, and locked by its fuses', () => {
    expect(faultsOf(inspected)).toEqual([]);
    expect([...inspected.fusesOn].sort()).toEqual([
      'EnableCookieEncryption',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
    ]);
  });

  it('is refused where it is not', () => {
    const bad: InspectedPackage = {
      archiveBytes: 6 * 1024 * 1024 + 1,
      archived: [
        { path: 'out/electron/main.js', sizeBytes: 1, isUnpacked: true },
        { path: 'node_modules/x/build/x.node', sizeBytes: 1, isUnpacked: false },
      ],
      beside: [],
      fusesOn: ['RunAsNode', 'OnlyLoadAppFromAsar'],
    };
    const faults = faultsOf(bad).join('\n');
    for (const word of [
      'more than',
      'preload.cjs',
      'package-facts',
      'where its sum',
      'x.node',
      'bootstrap',
      'licences.txt',
    ]) {
      expect(faults).toContain(word);
    }
    for (const word of ['EnableCookieEncryption is off', 'RunAsNode is on']) expect(faults).toContain(word);
  });

  it('has of the packages beside the bundle those of production, and nothing compiled', async () => {
    const packed = new Set(inspected.archived.flatMap(({ path: name }) => packageOf(name)?.name ?? []));
    expect([...packed].sort()).toEqual((await shippedPackages(root)).map(nameOf).sort());
    expect(packed).toContain('ssh2');
  });

  it('has of them all that it takes to load them', async () => {
    const places = await shippedPackages(root);
    const folder = path.join(project.directory, 'as-packed');
    for (const { path: name } of inspected.archived) {
      const parts = packageOf(name);
      const place = places.find((one) => nameOf(one) === parts?.name);
      if (parts !== null) await cp(path.join(root, place ?? '', parts.file), path.join(folder, name));
    }
    const program = ['ssh2', 'pino', 'electron-updater'].map((name) => `require('${name}')`).join(';');
    await promisify(execFile)(process.execPath, ['-e', `${program};require('pino')().info('it writes')`], {
      cwd: folder,
    });
  });

  it('brings the licence of every part', async () => {
    const text = await readFile(resource('licences.txt'), 'utf8');
    expect(text.startsWith('MIT License')).toBe(true);
    const bundled = [
      'react',
      'react-dom',
      '@mantine/core',
      'zod',
      'zustand',
      'uplot',
      'lucide-react',
      'tar-stream',
      '@xterm/xterm',
    ];
    const beside = (await shippedPackages(root)).map(nameOf);
    for (const name of [...bundled, ...beside])
      expect(text, name).toMatch(new RegExp(`^${name} \\d[^\\n]* \\(.+\\)$`, 'm'));
    for (const name of ['LICENSE.electron.txt', 'LICENSES.chromium.html']) {
      expect(await readdir(project.unpacked)).toContain(name);
    }
  });

  it('brings the scripts as they are, still executable', async () => {
    const scripts = path.join(root, 'remote-scripts');
    const sources = (await filesIn(scripts)).filter((name) => !name.endsWith('.md'));
    expect(await filesIn(resource('remote-scripts'))).toEqual(sources);
    for (const name of sources) {
      const [source, packed] = [path.join(scripts, name), resource(`remote-scripts/${name}`)];
      expect([name, (await stat(packed)).mode & 0o111]).toEqual([name, (await stat(source)).mode & 0o111]);
      expect((await readFile(packed)).equals(await readFile(source)), name).toBe(true);
    }
  });

  it('does not start with other scripts than its own', async () => {
    const { scriptsSum } = readPackageFacts(project.directory);
    for (const name of ['bootstrap', 'commands/instance-start']) {
      const scripts = path.join(project.directory, 'other-scripts');
      await cp(resource('remote-scripts'), scripts, { recursive: true });
      const ports = (sum: string) => ({
        ...defaultPorts({ dataDirectory: path.join(project.directory, 'data'), remoteScriptsDirectory: scripts }),
        remoteScriptsSum: sum,
      });
      const core = await createCore(ports(scriptsSum));
      await core.dispose();
      const bytes = await readFile(path.join(scripts, name));
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
      await writeFile(path.join(scripts, name), bytes);
      await expect(createCore(ports(scriptsSum)), name).rejects.toThrow('Install Berth again.');
      await rm(scripts, { recursive: true });
    }
  });

  it('knows where its releases are, and that a deb belongs to the package manager', async () => {
    expect(readPackageFacts(project.directory)).toMatchObject({
      isSigned: false,
      releasesUrl: 'https://github.com/somebody/berth/releases',
    });
    const feed = await readFile(resource('app-update.yml'), 'utf8');
    for (const line of ['provider: github', 'owner: somebody', 'repo: berth']) expect(feed).toContain(line);
    expect(await readFile(resource('package-type'), 'utf8')).toBe('deb');
    // What a release is found by; the workflow puts it beside the packages.
    const list = await readFile(path.join(project.unpacked, '../latest-linux.yml'), 'utf8');
    expect(list).toMatch(
      /^version: \d+\.\d+\.\d+\nfiles:\n {2}- url: berth_\d+\.\d+\.\d+_amd64\.deb\n {4}sha512: \S{88}\n/,
    );
  });

  it('tells the desktop of its links, its window and its icons', async () => {
    const notes = await readFile(project.debFile, 'utf8');
    expect(notes).toContain('Exec=/opt/Berth/berth %U');
    expect(notes).toContain('MimeType=x-scheme-handler/berth;');
    expect(notes).toContain('StartupWMClass=berth');
    expect(notes).toContain('.desktop=/usr/share/applications/berth.desktop');
    for (const size of [16, 32, 128, 512]) {
      expect(notes).toContain(`=/usr/share/icons/hicolor/${size}x${size}/apps/berth.png`);
    }
    // Ubuntu from 24.04 on gives the sandbox its namespaces by this profile only.
    expect(await readFile(resource('apparmor-profile'), 'utf8')).toMatch(
      /"\/opt\/Berth\/berth" flags=\(unconfined\) \{\s+userns,/,
    );
  });

  it('tells macOS of its links, its sum and its reasons, and asks it for nothing else', {
    timeout: 30_000,
  }, async () => {
    await project.packForMac();
    const told = await readFile(project.propertyList, 'utf8');
    expect(told).toMatch(/<key>CFBundleURLSchemes<\/key>\s*<array>\s*<string>berth<\/string>\s*<\/array>/);
    expect(told).toMatch(
      /<key>Resources\/app\.asar<\/key>\s*<dict>\s*<key>algorithm<\/key>\s*<string>SHA256<\/string>/,
    );
    expect([...told.matchAll(/<key>(\w+UsageDescription)<\/key>/g)].map(([, name]) => name)).toEqual([
      'NSLocalNetworkUsageDescription',
    ]);
    const resources = path.join(path.dirname(project.propertyList), 'Resources');
    expect(faultsOf(await inspectPackage(resources, path.resolve(resources, '../..')))).toEqual([]);
  });

  it('is described in words the packer knows', { timeout: 30_000 }, async () => {
    const outcome = await project.pack('dir', '-c.unknownWord=1').then(
      () => 'packed',
      (error: unknown) => Object.values(error as { stdout: string; stderr: string }).join('\n'),
    );
    expect(outcome).toMatch(/unknown property 'unknownWord'/);
  });

  it('keeps its name over versions where a link may point to it, and says who made it', async () => {
    const configuration = await readFile(path.join(root, 'electron-builder.yml'), 'utf8');
    expect(/^appImage:\n(?: {2}.*\n)* {2}artifactName: (.*)$/m.exec(configuration)?.[1]).toBe(
      `\${productName}-\${arch}.\${ext}`,
    );
    const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
    for (const field of ['name', 'version', 'description', 'homepage', 'author', 'license', 'desktopName']) {
      expect(manifest[field], field).toBeTruthy();
    }
    // A space would break the deb's AppArmor profile.
    expect(manifest.productName).toMatch(/^\S+$/);
    expect(manifest.main).toBe('out/electron/main.js');
  });
});
