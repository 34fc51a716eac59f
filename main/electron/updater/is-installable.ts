/** How this copy of Berth came to this machine. */
export interface Installation {
  readonly platform: NodeJS.Platform;
  readonly isSigned: boolean;
  /** What the file `package-type` beside the archive says, such as `deb`; null without one. */
  readonly packageType: string | null;
  /** Where an AppImage is mounted (`APPDIR`); null without one. What an AppImage starts inherits it. */
  readonly mountedAt: string | null;
  /** The program that runs. */
  readonly program: string;
}

/**
 * Whether a later version can take this one's place without the system's package manager. A deb belongs to apt: Berth
 * would have to become root while it runs, so it only tells. Without a signature, macOS refuses and Windows could not
 * tell a later version from a forged one.
 */
export function isInstallable({ platform, isSigned, packageType, mountedAt, program }: Installation): boolean {
  if (platform === 'darwin' || platform === 'win32') return isSigned;
  return packageType === null && mountedAt !== null && program.startsWith(`${mountedAt}/`);
}
