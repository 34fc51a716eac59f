import { type BuiltShell, buildShell } from './build-shell.ts';
import { bundleForElectron } from './bundle-for-electron.ts';

export type HostileBuild = BuiltShell & { readonly main: string };

/** Bundles the desktop shell with a hostile page in it, for Electron's own binary. The caller removes the folder. */
export async function buildHostileShell(): Promise<HostileBuild> {
  const built = await buildShell();
  return { ...built, main: await bundleForElectron('hostile-shell.ts', built.directory) };
}
