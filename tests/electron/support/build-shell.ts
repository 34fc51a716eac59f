import { copyFile, cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'vite';
import { asProduct } from '../../../build/bundle/as-product.ts';
import { plantFault } from '../planted-faults/plant.ts';

const root = path.resolve(import.meta.dirname, '../../..');

/** The built parts a shell needs, in a folder of their own. */
export interface BuiltShell {
  readonly directory: string;
  readonly preload: string;
  readonly rendererDirectory: string;
}

/** Which page: a small one that lends its client to the test, or the product's own. */
export type PageKind = 'fixture' | 'product';

/** Name of the variable that says where a shell with the small page was built before; it is copied then. */
export const BUILT_SHELL_VARIABLE = 'BERTH_BUILT_SHELL';

/** Bundles the real preload as the product does, and a page. The caller removes the folder. */
export async function buildShell(page: PageKind = 'fixture'): Promise<BuiltShell> {
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-electron-'));
  const rendererDirectory = path.join(directory, 'renderer');
  const builtBefore = process.env[BUILT_SHELL_VARIABLE];
  if (builtBefore !== undefined && page === 'fixture') {
    await cp(builtBefore, directory, { recursive: true });
    return { directory, preload: path.join(directory, 'preload.cjs'), rendererDirectory };
  }
  const preload = await buildPreload(directory);
  await (page === 'product' ? buildProductPage(rendererDirectory) : buildFixturePage(rendererDirectory));
  return { directory, preload, rendererDirectory };
}

/** Bundles the real preload into a folder; returns its file. */
export async function buildPreload(directory: string): Promise<string> {
  await build({
    configFile: path.join(root, 'build/vite/electron-preload.config.ts'),
    logLevel: 'error',
    plugins: [plantFault()],
    build: { outDir: directory, emptyOutDir: false },
  });
  return path.join(directory, 'preload.cjs');
}

async function buildProductPage(outDir: string): Promise<void> {
  await asProduct(() =>
    build({
      configFile: path.join(root, 'build/vite/renderer.config.ts'),
      logLevel: 'error',
      build: { outDir, emptyOutDir: false },
    }),
  );
}

async function buildFixturePage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root,
    publicDir: false,
    logLevel: 'error',
    build: { outDir, lib: { entry: 'tests/electron/fixtures/page.ts', formats: ['es'], fileName: () => 'page.js' } },
  });
  await copyFile(path.join(root, 'tests/electron/fixtures/index.html'), path.join(outDir, 'index.html'));
}
