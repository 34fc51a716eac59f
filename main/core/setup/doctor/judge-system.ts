import { oldestGlibc } from '../code-server/verdict.ts';
import { compareVersions } from '../versions.ts';
import { rootCommand, writeCommand } from './commands.ts';
import type { Facts } from './facts.ts';
import { fail, listText, ok, unread, type Verdict, warn } from './texts.ts';

/** What code-server's own Node.js 24 asks for (its BUILDING.md). */
const oldestKernel = '4.18';

/** Distribution and kernel. */
export function judgeOs({ system }: Facts): Verdict {
  if (system === null) return unread;
  const seen = `${system.name ?? 'Linux of an unknown distribution'}, kernel ${system.kernel}.`;
  return compareVersions(kernelNumber(system.kernel), oldestKernel) < 0
    ? fail(`${seen} This kernel is too old for code-server.`)
    : ok(seen);
}

const kernelNumber = (kernel: string) => /^\d+(\.\d+)*/.exec(kernel)?.[0] ?? '0';

/** Whether there is a code-server for the processor, and for the programs on it. */
export function judgeArchitecture({ system }: Facts): Verdict {
  if (system === null) return unread;
  const { architecture, wordBits } = system;
  if (architecture !== 'x86_64' && architecture !== 'aarch64')
    return fail(`${architecture}. Terminals and the dashboard work; there is no code-server for it.`);
  if (wordBits === 32) return fail(`${architecture}, but with a system of 32 bits, for which there is no code-server.`);
  return ok(`${architecture}.`);
}

/** What works without glibc is said, too. */
export function judgeLibc({ libc }: Facts): Verdict {
  if (libc === null || libc.kind === 'unknown') return unread;
  const name = libc.version === null ? libc.kind : `${libc.kind} ${libc.version}`;
  if (libc.kind === 'musl')
    return fail(
      `${name}. The dashboard, terminals and repositories work here; editors do not, because code-server needs glibc.`,
    );
  if (libc.version !== null && compareVersions(libc.version, oldestGlibc) < 0)
    return fail(`${name}, which is too old for code-server. The dashboard, terminals and repositories work.`);
  return ok(`${name}.`);
}

/** Its being there: the facts come from a bash that is new enough. */
export function judgeBash({ tools }: Facts): Verdict {
  return tools === null ? unread : ok(`bash ${tools.bash}.`);
}

/** The tools that Berth’s scripts call, and whose they are. */
export function judgeCoreutils(facts: Facts): Verdict {
  const { tools } = facts;
  if (tools === null) return unread;
  if (tools.missing.length > 0) return fail(`Missing: ${listText(tools.missing, 10)}.`);
  if (tools.coreutils === null) return unread;
  const name = /^(?:\w+ )?\(?([^()]+)\)? ?([\d.]*)$/.exec(tools.coreutils);
  if (!/busybox/i.test(tools.coreutils))
    return ok(name ? `${name[1]} ${name[2]}`.trim().concat('.') : `${tools.coreutils}.`);
  return warn(
    `${tools.coreutils}, whose tools lack options that Berth’s scripts use.`,
    rootCommand(
      facts,
      facts.system?.id === 'alpine' ? 'apk add coreutils findutils grep tar' : installCoreutils(facts),
    ),
  );
}

function installCoreutils({ system }: Facts): string {
  if (/^(fedora|rhel|centos|rocky|almalinux|amzn)$/.test(system?.id ?? ''))
    return 'dnf install -y coreutils findutils grep tar';
  return 'apt-get install --reinstall -y coreutils findutils grep tar';
}

/** What can be seen of processes and ports. */
export function judgeProc(facts: Facts): Verdict {
  const { proc } = facts;
  if (proc === null) return unread;
  if (!proc.hasPorts) return warn('/proc/net/tcp cannot be read, so it is not known who holds which port.');
  if (!proc.isWhole)
    return warn(
      'Processes of other users are hidden (hidepid), so it is not seen who holds a port.',
      rootCommand(facts, 'mount -o remount,hidepid=0 /proc'),
    );
  return ok('It shows all processes and ports.');
}

/** What the account’s programs take text for. */
export function judgeLocale(facts: Facts): Verdict {
  const { locale, libc } = facts;
  if (locale === null) return unread;
  const name = locale.name ?? 'none';
  const isUtf8 = locale.charmap === null ? /utf-?8/i.test(name) : /^utf-?8$/i.test(locale.charmap);
  // musl knows no other.
  if (isUtf8 || libc?.kind === 'musl') return ok(`${name}, which is UTF-8.`);
  // What else there is for it, such as /etc/locale.conf, many systems give to a login at the console only.
  const file = /^(debian|ubuntu|linuxmint|raspbian)$/.test(facts.system?.id ?? '')
    ? '/etc/default/locale'
    : '/etc/environment';
  return warn(
    `${
      locale.name === null
        ? 'No language is set, so programs take everything for ASCII.'
        : `${name}, which is not UTF-8 here.`
    } After a change, connect anew.`,
    writeCommand(facts, { lines: ['LANG=C.UTF-8'], file, isAppended: true }),
  );
}

/** The shell of the account, as the next login will find it. */
export function judgeLoginShell(facts: Facts): Verdict {
  const { account } = facts;
  if (account === null || account.shell === null) return unread;
  const fix = rootCommand(facts, `usermod -s /bin/bash ${/^[\w.-]+$/.test(account.user) ? account.user : '"$USER"'}`);
  if (!account.isShellThere) return fail(`${account.shell}, which is not there, so the next login fails.`, fix);
  if (/\/(nologin|false|true|sync)$/.test(account.shell))
    return warn(`${account.shell}, which opens no terminal.`, fix);
  return ok(`${account.shell}.`);
}
