import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { ensureRenderer } from '../../../build/bundle/ensure-renderer.ts';
import { planPacking } from '../../../build/packaging/packer-plan.ts';
import { shippedPackages } from '../../../build/packaging/shipped-packages.ts';
import { writeShippedFiles } from '../../../build/packaging/write-shipped-files.ts';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../../..');
const packer = path.join(root, 'node_modules/electron-builder/cli.js');

/** In the order of Electron's fuse wire, version 1; all of them are on in the stand-in, so that the packer must turn them off. */
const fuseCount = 9;
const fuseSentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** A copy of the project in a folder of its own, with a stand-in for Electron's files, that can be packed. */
export interface PackedProject {
  readonly directory: string;
  /** The folder of the unpacked app. */
  readonly unpacked: string;
  /** The information that macOS reads of the app. */
  readonly propertyList: string;
  /** Runs the packer for Linux, or for macOS; rejects with what it said when it fails. */
  pack(...flags: string[]): Promise<void>;
  packForMac(): Promise<void>;
  /** What the deb's maker was told. */
  readonly debFile: string;
}

/** Electron's files as far as the packer looks at them: where a binary has its fuses, and what must be passed on. */
async function makeElectronDist(directory: string): Promise<void> {
  const fuses = Buffer.from([1, fuseCount, ...Buffer.from('1'.repeat(fuseCount))]);
  const program = Buffer.concat([Buffer.from(`#!/bin/sh\nexit 0\n#${fuseSentinel}`), fuses]);
  const write = async (name: string, content: string | Buffer) => {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), content, { mode: 0o755 });
  };
  await write('linux/electron', program);
  await write('linux/LICENSE', 'Electron’s licence');
  await write('linux/LICENSES.chromium.html', 'Chromium’s licences');
  const contents = 'darwin/Electron.app/Contents';
  await write(`${contents}/Info.plist`, propertyListOf('Electron'));
  await write(`${contents}/MacOS/Electron`, program);
  await write(`${contents}/Resources/electron.icns`, '');
  // Where the fuses are on macOS.
  await write(`${contents}/Frameworks/Electron Framework.framework/Electron Framework`, program);
  for (const kind of ['', ' (Renderer)', ' (GPU)', ' (Plugin)']) {
    const helper = `${contents}/Frameworks/Electron Helper${kind}.app/Contents`;
    await write(`${helper}/Info.plist`, propertyListOf(`Electron Helper${kind}`));
    await write(`${helper}/MacOS/Electron Helper${kind}`, program);
  }
}

/** What Electron's own says, as far as Berth changes it. */
function propertyListOf(program: string): string {
  const words = ['Camera', 'Microphone', 'BluetoothAlways', 'BluetoothPeripheral', 'AudioCapture'].map(
    (what) => `<key>NS${what}UsageDescription</key><string>This app needs it</string>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleExecutable</key><string>${program}</string>${words.join('')}</dict></plist>
`;
}

/** Stands in for fpm, which makes the deb: notes what it is told, and copies the desktop file. */
const fpm = `#!/bin/sh
for argument in "$@"; do
  printf '%s\\n' "$argument" >>"$FPM_NOTES"
  case $argument in *.desktop=*) cat "\${argument%%=*}" >>"$FPM_NOTES" ;; esac
done
while [ $# -gt 0 ]; do
  if [ "$1" = --package ]; then : >"$2"; fi
  shift
done
`;

/** Builds the bundles and what ships with them. `releases` is what `BERTH_RELEASES` would say. */
export async function makePackedProject(releases: string): Promise<PackedProject> {
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-package-'));
  try {
    return await fillProject(directory, releases);
  } catch (error) {
    await rm(directory, { recursive: true });
    throw error;
  }
}

async function fillProject(directory: string, releases: string): Promise<PackedProject> {
  const electronDist = path.join(directory, 'electron-dist');
  await makeElectronDist(electronDist);
  const names = ['package.json', 'package-lock.json', 'electron-builder.yml', 'LICENSE', 'remote-scripts', 'build'];
  for (const name of names) await cp(path.join(root, name), path.join(directory, name), { recursive: true });
  // Copies, because the packer does not follow links out of a project; two development packages must stay behind.
  for (const place of [...(await shippedPackages(root)), 'node_modules/zod', 'node_modules/react']) {
    await cp(path.join(root, place), path.join(directory, place), { recursive: true });
  }
  await cp(await ensureRenderer(() => undefined), path.join(directory, 'out/renderer'), { recursive: true });
  for (const config of ['electron-main', 'electron-preload']) {
    await build({
      configFile: path.join(root, `build/vite/${config}.config.ts`),
      logLevel: 'error',
      build: { outDir: path.join(directory, 'out/electron') },
    });
  }
  await mkdir(path.join(directory, 'out/web'));
  await writeFile(path.join(directory, 'out/web/main.js'), 'not for the desktop');
  const tools = path.join(directory, 'tools');
  await mkdir(tools);
  await writeFile(path.join(tools, 'fpm'), fpm);
  await chmod(path.join(tools, 'fpm'), 0o755);
  const debFile = path.join(directory, 'deb');
  const environment = { ...process.env, BERTH_RELEASES: releases, PATH: `${tools}:${process.env.PATH ?? ''}` };
  await writeShippedFiles(directory, planPacking('linux', environment, []));
  const packFor = async (platform: 'linux' | 'darwin', flags: readonly string[]) => {
    const plan = planPacking(platform, environment, [...flags, `-c.electronDist=${path.join(electronDist, platform)}`]);
    const env = { ...plan.environment, USE_SYSTEM_FPM: 'true', FPM_NOTES: debFile };
    await run(process.execPath, [packer, ...plan.args], { cwd: directory, env });
  };
  return {
    directory,
    unpacked: path.join(directory, 'release/linux-unpacked'),
    debFile,
    propertyList: path.join(directory, 'release/mac/Berth.app/Contents/Info.plist'),
    pack: (...flags) => packFor('linux', ['--linux', ...flags]),
    packForMac: () => packFor('darwin', ['--mac', 'dir', '--x64']),
  };
}
