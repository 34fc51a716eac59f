/** A Debian package, and the program by which it is known when it came from elsewhere. */
export interface SystemPackage {
  readonly name: string;
  /** One of these programs in PATH will do instead; null when only the package itself tells. */
  readonly programs: readonly string[] | null;
}

const pack = (name: string, ...programs: string[]): SystemPackage => ({
  name,
  programs: programs.length === 0 ? null : programs,
});

/** System packages by what they are needed for. */
export const packageGroups = {
  /** Static gates of the bash scripts. */
  check: [pack('shellcheck', 'shellcheck'), pack('shfmt', 'shfmt'), pack('git', 'git')],
  /** What a test host is made of, with login shells that people really use. */
  sandbox: [
    pack('openssh-server'),
    pack('openssh-client', 'ssh'),
    pack('nginx-light', 'nginx'),
    pack('git', 'git'),
    pack('tmux', 'tmux'),
    pack('sudo', 'sudo'),
    pack('curl', 'curl'),
    pack('procps', 'ps'),
    pack('iproute2', 'ip'),
    pack('dbus'),
    pack('systemd-sysv'),
    pack('libpam-systemd'),
    pack('fish', 'fish'),
    pack('tcsh', 'tcsh'),
    pack('busybox', 'busybox'),
  ],
  /** To make the files of test hosts on which nothing is installed, once. */
  bare: [pack('mmdebstrap', 'mmdebstrap')],
  /** To build code-server for the test hosts, once. */
  codeServer: [pack('make', 'make'), pack('g++', 'g++'), pack('python3', 'python3'), pack('libkrb5-dev')],
  /** Claude Code itself, for one test that starts it: by npm, which needs nothing else. */
  claudeCode: [],
  /** Screens are proved in a real browser: tests/support/chromium.ts. */
  browser: [
    pack('chromium', 'chromium', 'chromium-browser', 'google-chrome'),
    pack('chromium-headless-shell', 'chromium-headless-shell'),
  ],
} as const satisfies Record<string, readonly SystemPackage[]>;

export type PackageGroup = keyof typeof packageGroups;
export const packageGroupNames = Object.keys(packageGroups) as readonly PackageGroup[];
