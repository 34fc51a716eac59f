import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles `source`, beside the specs, for the main process of Electron's own binary, with the packages it needs; returns its file. */
export async function bundleForElectron(source: string, directory: string): Promise<string> {
  const name = `${path.basename(source, '.ts')}.mjs`;
  await build({
    configFile: path.join(root, 'build/vite/electron-main.config.ts'),
    logLevel: 'error',
    build: {
      ssr: path.join(root, 'tests/electron/real', source),
      outDir: directory,
      rollupOptions: { output: { format: 'es', entryFileNames: name } },
    },
  });
  await symlink(path.join(root, 'node_modules'), path.join(directory, 'node_modules'), 'junction');
  return path.join(directory, name);
}
