import type { Check, CheckFix, CheckId } from '../../../contract/setup.ts';

type Row = readonly [title: string, why: string];

/** What each check is called, and why it is made. Figures of memory and disk were measured with code-server 4.139.1. */
const rows: Readonly<Record<CheckId, Row>> = {
  os: ['System', 'Berth runs its editors on Linux; code-server needs a kernel of version 4.18 or newer.'],
  architecture: ['Processor', 'code-server is built for x86_64 and aarch64.'],
  libc: ['C library', 'code-server is built for glibc 2.28 or newer; it does not run on musl.'],
  bash: ['bash', 'What Berth does on a server is written in bash 4.4.'],
  coreutils: [
    'Basic tools',
    'Berth’s scripts need the tools of a minimal Debian, with the options that GNU gives them.',
  ],
  proc: ['Process list', 'Berth tells its own processes from others, and who holds a port, by /proc.'],
  locale: ['Character set', 'Without UTF-8, terminals and git show other letters than the ones in your files.'],
  'login-shell': ['Login shell', 'It starts whatever Berth runs on the server, and the terminals of the editors.'],
  home: [
    'Home folder',
    'Everything that Berth keeps on the server is in it, and sshd takes no key from one that others may write to.',
  ],
  'home-locks': ['File locks', 'Berth locks files so that two windows never start the same editor at once.'],
  disk: ['Disk space', 'An editor needs 200 MB free to start; code-server takes about 1 GB while it is set up.'],
  memory: ['Memory', 'An editor with an open tab takes about 430 MB, with language servers 880 MB.'],
  swap: ['Swap', 'On a small server, swap keeps a short rush from ending an editor.'],
  inotify: [
    'File watching',
    'Editors see changes on the disk by it; large repositories use tens of thousands of watches.',
  ],
  clock: ['Clock', 'With a wrong clock, certificates and sign-ins fail, and times in git are wrong.'],
  systemd: ['systemd', 'With it, each editor has a memory limit of its own.'],
  linger: [
    'After the last logout',
    'Without lingering, some systems end a user’s editors, terminals and agents with the last logout, and memory limits do not count.',
  ],
  'sshd-sessions': [
    'SSH sessions',
    'Berth uses up to six sessions of one connection, and further ones for terminals; with fewer, its commands wait for each other.',
  ],
  'sshd-forwarding': [
    'SSH forwarding',
    'Editors are reached through forwarded connections only, so that nothing listens to the network.',
  ],
  nginx: [
    'nginx',
    'It leads to the editors by their names; without it, they are reached directly and pages of stopped ones are plainer.',
  ],
  tmux: ['tmux', 'Terminals and agents are kept by it, so that they go on when the connection is lost.'],
  git: ['git', 'Repositories are cloned and their branches shown with it.'],
  'code-server': ['code-server', 'It is the editor itself.'],
  ports: [
    'Ports',
    'Each editor takes one port of the range that this server’s editors use; its page can make it wider.',
  ],
  'other-code-servers': ['Other code-servers', 'They take memory and ports, and whoever enters one is that user.'],
  exposure: ['Open to the network', 'Whoever reaches an editor without a password has a shell on this server.'],
  'private-files': ['Private files', 'Passwords, sign-ins and settings of editors are nobody else’s business.'],
  'old-layout': [
    'Left by an earlier tool',
    'Folders with fixed names in /tmp can be read, or be made in advance, by other users.',
  ],
};

/** How a check came out. */
export interface Verdict {
  readonly outcome: Check['outcome'];
  readonly seen: string;
  readonly fix: CheckFix | null;
}

/** Nothing to do. */
export const ok = (seen: string): Verdict => ({ outcome: 'ok', seen, fix: null });
/** It works, but not as well as it could, or not for ever. */
export const warn = (seen: string, fix: CheckFix | null = null): Verdict => ({ outcome: 'warn', seen, fix });
/** Something does not work, or is open to others. */
export const fail = (seen: string, fix: CheckFix | null = null): Verdict => ({ outcome: 'fail', seen, fix });

/** For what the host did not tell; that is no reason to call it broken. */
export const unread: Verdict = warn('It could not be read.');

/** The check with its title and its reason. */
export function checkOf(id: CheckId, verdict: Verdict): Check {
  const [title, why] = rows[id];
  return { id, title, outcome: verdict.outcome, seen: verdict.seen, why, fix: verdict.fix };
}

/** Bytes as people say them: 410 MB, 2.4 GB. */
export function sizeText(bytes: number): string {
  const megabytes = Math.max(0, bytes) / 1e6;
  if (megabytes < 1000) return `${Math.round(megabytes)} MB`;
  return `${(megabytes / 1000).toFixed(1)} GB`;
}

/** Parts of a sentence: a, b and c; the rest is counted. */
export function listText(parts: readonly string[], most = 3): string {
  const shown = parts.slice(0, most);
  const rest = parts.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
