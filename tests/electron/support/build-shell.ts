import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { plantFault } from '../planted-faults/plant.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The built parts a shell needs, in a folder of their own. */
export interface BuiltShell {
  readonly directory: string;
  readonly preload: string;
  readonly rendererDirectory: string;
}

/** Bundles the real preload as the product does, and the fixture page. The caller removes the folder. */
export async function buildShell(): Promise<BuiltShell> {
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-electron-'));
  const rendererDirectory = path.join(directory, 'renderer');
  await build({
    configFile: path.join(root, 'build/vite/electron-preload.config.ts'),
    logLevel: 'error',
    plugins: [plantFault()],
    build: { outDir: directory },
  });
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: {
      outDir: rendererDirectory,
      lib: { entry: 'tests/electron/fixtures/page.ts', formats: ['es'], fileName: () => 'page.js' },
    },
  });
  await copyFile(path.join(root, 'tests/electron/fixtures/index.html'), path.join(rendererDirectory, 'index.html'));
  return { directory, preload: path.join(directory, 'preload.cjs'), rendererDirectory };
}
