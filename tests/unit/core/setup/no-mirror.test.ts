import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { reachedNoMirror } from '../../../../main/core/setup/packages/packages.ts';

const scriptPath = 'remote-scripts/lib/packages/packages-run.bash';
const script = readFileSync(scriptPath, 'utf8');

it('knows a host without a way to its mirrors by the very sentence that the scripts say then, and by no other', () => {
  const told = [...script.matchAll(/fail_with ([\w-]+) packages "([^"]+)" "([^"]+)"/g)].map(
    ([, , message = '', nextStep = '']) => fail('setup-failed', 'packages', message, nextStep).failure,
  );
  expect(told.length).toBeGreaterThan(3);
  const known = told.filter(reachedNoMirror);
  expect(known.map(({ nextStep }) => nextStep)).toEqual([
    expect.stringMatching(/^Give the server a way to its mirrors/),
  ]);
});

/** Whether the scripts take what a package manager said last for having reached nobody. */
const isOffline = (said: string) =>
  spawnSync('bash', ['-c', `source ${scriptPath}; PACKAGES_TAIL=("$1"); packages_is_offline`, '-', said]).status === 0;

it.each([
  ['apt', "Err:1 http://deb.debian.org/debian bookworm InRelease Temporary failure resolving 'deb.debian.org'"],
  ['apt', 'Could not connect to deb.debian.org:80 (151.101.2.132). - connect (113: No route to host)'],
  ['apt', 'Cannot initiate the connection to deb.debian.org:80 (2a04::1). - connect (101: Network is unreachable)'],
  [
    'dnf',
    "Error: Failed to download metadata for repo 'appstream': Cannot prepare internal mirrorlist: Curl error (6): Couldn't resolve host name for https://mirrors.almalinux.org [Could not resolve host: mirrors.almalinux.org]",
  ],
  [
    'dnf',
    ' - Curl error (28): Timeout was reached for https://cdn.amazonlinux.com/al2023/core/mirrors [Connection timed out after 30000 milliseconds]',
  ],
  [
    'apk',
    'WARNING: updating and opening https://dl-cdn.alpinelinux.org/alpine/v3.20/main: temporary error (try again later)',
  ],
  ['apk', 'WARNING: updating https://dl-cdn.alpinelinux.org/alpine/v3.22/main: DNS: transient error (try again later)'],
  [
    'apk',
    'WARNING: fetching https://dl-cdn.alpinelinux.org/alpine/v3.18/main: network error (check Internet connection and firewall)',
  ],
  [
    'apk',
    'ERROR: https://dl-cdn.alpinelinux.org/alpine/v3.18/main: could not connect to server (check repositories file)',
  ],
  ['apk', 'WARNING: opening https://dl-cdn.alpinelinux.org/alpine/v3.20/main: Operation timed out'],
  [
    'pacman',
    "error: failed retrieving file 'core.db' from geo.mirror.pkgbuild.com : Could not resolve host: geo.mirror.pkgbuild.com",
  ],
  [
    'zypper',
    "Download (curl) error for 'http://download.opensuse.org/tumbleweed/repo/oss/media.1/media': Error code: Connection failed Error message: Could not resolve host: download.opensuse.org",
  ],
  [
    'zypper',
    "Timeout exceeded when accessing 'http://download.opensuse.org/distribution/leap/15.6/repo/oss/media.1/media'.",
  ],
])('the scripts know it by the words of %s: %s', (_manager, said) => {
  expect(isOffline(said)).toBe(true);
});

it.each([
  'ERROR: unable to select packages: tmux (no such package)',
  'error: target not found: tmux',
  "No provider of 'tmux' found.",
  'Error: Unable to find a match: tmux',
  'E: Unable to locate package tmux',
  'error: failed to commit transaction (conflicting files)',
])('the scripts take nothing else for it: %s', (said) => {
  expect(isOffline(said)).toBe(false);
});
