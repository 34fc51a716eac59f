import path from 'node:path';
import { build } from 'vite';
import { type BuiltShell, buildShell } from './build-shell.ts';

export type HostileBuild = BuiltShell & { readonly main: string };

const root = path.resolve(import.meta.dirname, '../../..');

/** Bundles the desktop shell with a hostile page in it, for Electron's own binary. The caller removes the folder. */
export async function buildHostileShell(): Promise<HostileBuild> {
  const built = await buildShell();
  await build({
    configFile: path.join(root, 'build/vite/electron-main.config.ts'),
    logLevel: 'error',
    build: {
      ssr: path.join(root, 'tests/electron/real/hostile-shell.ts'),
      outDir: built.directory,
      rollupOptions: { output: { format: 'es', entryFileNames: 'hostile-shell.mjs' } },
    },
  });
  return { ...built, main: path.join(built.directory, 'hostile-shell.mjs') };
}
