import path from 'node:path';

/** The parts of a process that decide where its files are. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
}

/** Folder of Berth's own files for this user: `BERTH_DATA_DIR`, or where the platform keeps settings. */
export function defaultDataDirectory({ environment, platform, homeDirectory }: Surroundings): string {
  const chosen = environment.BERTH_DATA_DIR;
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  if (platform === 'darwin') return path.join(homeDirectory, 'Library', 'Application Support', 'Berth');
  if (platform === 'win32') {
    return path.join(environment.APPDATA ?? path.join(homeDirectory, 'AppData', 'Roaming'), 'Berth');
  }
  // The XDG specification has relative paths ignored.
  const config = environment.XDG_CONFIG_HOME;
  const base = config !== undefined && path.isAbsolute(config) ? config : path.join(homeDirectory, '.config');
  return path.join(base, 'berth');
}
