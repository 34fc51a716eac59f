import type { Check, CheckFix, CheckId } from '../../../main/contract/setup.ts';

const checkOf = (
  id: CheckId,
  title: string,
  seen: string,
  why: string,
  outcome: Check['outcome'] = 'ok',
  fix: CheckFix | null = null,
): Check => ({ id, title, outcome, seen, why, fix });

/** A host that is well. */
export const soundChecks: readonly Check[] = [
  checkOf('os', 'System', 'Debian GNU/Linux 12 (bookworm).', 'Berth needs Linux.'),
  checkOf('architecture', 'Architecture', 'x86_64.', 'VS Code is built for x86_64 and arm64.'),
  checkOf('libc', 'C library', 'glibc 2.36.', 'The builds of VS Code need glibc 2.28 or later.'),
  checkOf('bash', 'bash', '5.2.15.', 'The scripts of Berth need bash 4.4.'),
  checkOf('memory', 'Memory', '2.4 GB of 4.0 GB are free.', 'Each open editor takes about 330 MB.'),
  checkOf('clock', 'Clock', 'It agrees with this computer to 0.3 s.', 'Sign-ins and TLS fail on a wrong clock.'),
  checkOf('git', 'git', '2.39.5.', 'Repositories are found and cloned with it.'),
  checkOf('code-server', 'VS Code', 'code-server 4.139.1, of Berth.', 'Editors run on it.'),
];

/** A host with something of everything: what fails, what warns, each kind of fix, and none. */
export function poorChecks(): Check[] {
  const sound = (id: CheckId) => soundChecks.filter((known) => known.id === id);
  return [
    ...sound('os'),
    ...sound('architecture'),
    ...sound('libc'),
    ...sound('bash'),
    checkOf(
      'disk',
      'Disk space',
      '410 MB of 20 GB are free on /home.',
      'A full disk stops editors in the middle of saving a file. VS Code itself takes 800 MB.',
      'fail',
    ),
    ...sound('memory'),
    checkOf(
      'inotify',
      'File watchers',
      'fs.inotify.max_user_watches is 8192.',
      'Editors watch every file of a repository; with too few watchers they miss changes, or fail with ENOSPC.',
      'warn',
      {
        kind: 'command',
        command:
          "echo 'fs.inotify.max_user_watches=524288' | sudo tee /etc/sysctl.d/60-berth.conf && sudo sysctl --system",
      },
    ),
    ...sound('clock'),
    checkOf(
      'linger',
      'After you log out',
      'Lingering is off for deploy.',
      'The system ends every editor with your last login.',
      'warn',
      { kind: 'fix', label: 'Allow lingering' },
    ),
    ...sound('git'),
    checkOf('code-server', 'VS Code', 'There is no code-server.', 'Editors run on it.', 'fail', {
      kind: 'setup',
      label: 'Set it up…',
    }),
    checkOf(
      'exposure',
      'Open to the world',
      'A code-server of pid 2977 listens on 0.0.0.0:8080 with auth: none.',
      'Everybody who reaches this port has a shell as deploy, without a password.',
      'fail',
      { kind: 'command', command: 'kill 2977' },
    ),
  ];
}
