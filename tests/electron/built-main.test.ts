import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
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

it('is one module that asks only for Node, Electron and the two packages that ship', async () => {
  expect((await readdir(path.join(output, 'electron'))).sort()).toEqual(['main.js', 'main.js.map', 'preload.cjs']);
  const source = await readFile(path.join(output, 'electron/main.js'), 'utf8');
  const asked = [...source.matchAll(/^import (?:[^'"]* from )?['"]([^'"]+)['"];?$/gm)].map(([, name = '']) => name);
  expect(asked).toContain('electron');
  expect(asked.filter((name) => !/^(?:node:.+|electron|ssh2|pino)$/.test(name))).toEqual([]);
  const preload = await readFile(path.join(output, 'electron/preload.cjs'), 'utf8');
  const required = [...preload.matchAll(/require\(["']([^"']+)["']\)/g)].map(([, name]) => name);
  expect(required).toEqual(['electron']);
});

it('starts the whole app with its real core, answers the page and quits by itself', { timeout: 30_000 }, async () => {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=electron-double',
      '--import',
      path.join(root, 'tests/electron/support/resolve-double.ts'),
      path.join(root, 'tests/electron/support/run-built-main.ts'),
      path.join(output, 'electron/main.js'),
    ],
    {
      cwd: built.directory,
      env: { ...process.env, BERTH_DATA_DIR: path.join(built.directory, 'data') },
      timeout: 25_000,
    },
  );
  expect(JSON.parse(stdout)).toEqual({
    info: { ok: true, value: { shell: 'electron', version: '0.0.0-double', editorHost: 'view' } },
    profiles: { ok: true, value: [] },
    userData: path.join(built.directory, 'data/browser'),
  });
});
