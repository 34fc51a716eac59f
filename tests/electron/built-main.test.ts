import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packScripts, sumOfScripts } from '../../main/core/remote/script-archive.ts';
import { type PackageFacts, packageFactsFile } from '../../main/electron/updater/package-facts.ts';
import { type BuiltShell, buildShell } from './support/build-shell.ts';

const root = path.resolve(import.meta.dirname, '../..');
let built: BuiltShell;
let output: string;

beforeAll(async () => {
  built = await buildShell();
  output = path.join(built.directory, 'out');
  await mkdir(path.join(output, 'electron'), { recursive: true });
  await rename(built.preload, path.join(output, 'electron/preload.cjs'));
  await rename(built.rendererDirectory, path.join(output, 'renderer'));
  await symlink(path.join(root, 'node_modules'), path.join(built.directory, 'node_modules'));
  await symlink(path.join(root, 'remote-scripts'), path.join(built.directory, 'remote-scripts'));
  await symlink(path.join(root, 'package.json'), path.join(built.directory, 'package.json'));
  await build({
    configFile: path.join(root, 'build/vite/electron-main.config.ts'),
    logLevel: 'error',
    build: { outDir: path.join(output, 'electron') },
  });
}, 60_000);
afterAll(() => rm(built.directory, { recursive: true }));

it('is one module that asks only for Node, Electron and the packages that ship, and for the updater only when it is needed', async () => {
  const files = (await readdir(path.join(output, 'electron'))).filter((name) => !name.startsWith('licences-'));
  expect(files.sort()).toEqual(['main.js', 'main.js.map', 'preload.cjs']);
  const source = await readFile(path.join(output, 'electron/main.js'), 'utf8');
  const asked = [...source.matchAll(/^import (?:[^'"]* from )?['"]([^'"]+)['"];?$/gm)].map(([, name = '']) => name);
  expect(asked).toContain('electron');
  expect(asked.filter((name) => !/^(?:node:.+|electron|ssh2|pino)$/.test(name))).toEqual([]);
  const preload = await readFile(path.join(output, 'electron/preload.cjs'), 'utf8');
  const required = [...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name);
  expect(required).toEqual(['electron']);
});

/** Runs it under the double; as an installed app where there is a folder of resources. */
async function runBuiltMain(...resources: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=electron-double',
      '--import',
      path.join(root, 'tests/electron/support/resolve-double.ts'),
      path.join(root, 'tests/electron/support/run-built-main.ts'),
      path.join(output, 'electron/main.js'),
      ...resources,
    ],
    {
      cwd: built.directory,
      env: { ...process.env, BERTH_DATA_DIR: path.join(built.directory, 'data') },
      timeout: 25_000,
    },
  );
  return JSON.parse(stdout);
}

it('starts the whole app with its real core, answers the page and quits by itself', { timeout: 30_000 }, async () => {
  expect(await runBuiltMain()).toEqual({
    info: { ok: true, value: { shell: 'electron', version: '0.0.0-double', editorHost: 'view' } },
    profiles: { ok: true, value: [] },
    update: { installed: '0.0.0-double', status: { state: 'off' }, isInstallable: false, releasesUrl: null },
    userData: path.join(built.directory, 'data/browser'),
  });
});

it('knows as an installed app where its releases are, and starts with no scripts but its own', {
  timeout: 60_000,
}, async () => {
  const resources = path.join(built.directory, 'resources');
  await cp(path.join(root, 'remote-scripts'), path.join(resources, 'remote-scripts'), { recursive: true });
  const facts: PackageFacts = {
    isSigned: false,
    releasesUrl: 'https://github.com/somebody/berth/releases',
    scriptsSum: sumOfScripts(await packScripts(path.join(root, 'remote-scripts'))),
  };
  await writeFile(path.join(built.directory, packageFactsFile), JSON.stringify(facts));
  const { releasesUrl } = facts;
  expect(await runBuiltMain(resources)).toMatchObject({
    profiles: { ok: true },
    update: { status: { state: 'unknown' }, isInstallable: false, releasesUrl },
  });
  await writeFile(path.join(resources, 'remote-scripts/bootstrap'), '#!/bin/sh\necho mine\n');
  await expect(runBuiltMain(resources)).rejects.toThrow('Berth cannot start: The scripts for servers');
  await rm(path.join(built.directory, packageFactsFile));
  await expect(runBuiltMain(resources)).rejects.toThrow('package-facts.json');
});
