import type { Check, CheckId } from '../../../../main/contract/setup.ts';
import type { TestCore } from '../../../support/app/test-core.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { inside, listenInside } from './inside.ts';
import { profile } from './stage.ts';

/** What faults are planted with. */
export interface DoctorTools {
  readonly host: SandboxHost;
  readonly app: TestCore;
  /** Sets this machine's own clock, as the core sees it, so far ahead. */
  setClock(aheadMs: number): void;
}

/** One fault: how it comes, what a doctor says of it, and what clears it. */
export interface DoctorFault {
  readonly check: CheckId;
  readonly outcome: 'warn' | 'fail';
  readonly seen: string;
  /** `connected`: after a login, which would not be possible with it. */
  readonly when?: 'connected';
  plant(tools: DoctorTools): Promise<unknown>;
  /** `fix`: the button. `command`: what is told. Else what the texts of the finding say, done by hand. */
  readonly cleared: 'fix' | 'command' | ((tools: DoctorTools, check: Check) => Promise<unknown>);
}

type Make = Omit<DoctorFault, 'plant' | 'cleared' | 'check'> & { readonly plant: string; readonly user?: string };
/** A fault that one command inside the host plants. */
const fault = (check: CheckId, { plant, user, ...rest }: Make, cleared: DoctorFault['cleared']): DoctorFault => ({
  check,
  ...rest,
  plant: ({ host }) => inside(host, plant, user),
  cleared,
});
const byHand =
  (command: string) =>
  ({ host }: DoctorTools) =>
    inside(host, command);
/** A program of the host that is not there, and what its package would bring back. */
const missing = (check: CheckId, outcome: 'warn' | 'fail', path: string): DoctorFault =>
  fault(check, { outcome, seen: 'not installed', plant: `mv ${path} ${path}.gone` }, async ({ host }, found) => {
    if (found.fix?.kind !== 'setup') throw new Error(`${check} leads to no setup`);
    await inside(host, `mv ${path}.gone ${path}`);
  });
/** A program that comes before the host's own. */
const shim = (name: string, script: string) =>
  `mkdir -p /opt/shims; printf '#!/bin/sh\\n%s\\n' ${quoteForBash(script)} >/opt/shims/${name}; chmod 755 /opt/shims /opt/shims/${name}
  grep -q /opt/shims /home/dev/.bashrc || sed -i '1i export PATH=/opt/shims:$PATH' /home/dev/.bashrc`;
const unshim = (name: string) => byHand(`rm /opt/shims/${name}`);
const quoteForBash = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

const kilobytes = (bytes: number) => Math.round(bytes / 1024);
const meminfo = (name: string, bytes: number) => `s/^${name}: .*/${name}: ${kilobytes(bytes)} kB/`;
/** Changes what the host's memory is; the file is shown in place of the kernel's, so it must stay the same file. */
export const writeMemory = (script: string) =>
  `text=$(sed '${script}' /etc/box-meminfo); printf '%s\\n' "$text" >/etc/box-meminfo`;
export const haveSwap = `${meminfo('SwapTotal', 1e9)}; ${meminfo('SwapFree', 1e9)}`;
/** The kernel has one swap for all hosts of this machine, and their disks are its memory: no more of it is taken. */
const swapStandIns = `mkdir -p /usr/local/sbin; cd /usr/local/sbin; rm -f swapon fallocate
  printf '%s\\n' '#!/bin/sh' '[ "$1" = -l ] && truncate -s "$2" "$3"' >fallocate
  printf '%s\\n' '#!/bin/bash' '[[ $(stat -c "%a %s" "$1") == "600 2147483648" && $(blkid -o value -s TYPE "$1") == swap ]] || exit 1' \\
    ${quoteForBash(writeMemory(haveSwap))} >swapon
  chmod 755 fallocate swapon`;
/** One that is reloading has no such file until it listens again, and would be ended by another HUP. */
const reloadSshd = `for ((i = 0; i < 400; i++)); do [[ ! -s /run/sshd.pid ]] || break; sleep 0.05; done
  kill -HUP "$(cat /run/sshd.pid)"`;

/** A code-server as somebody would start it, with settings of its own in a folder of its own. */
const startCodeServer = async ({ host }: DoctorTools, user: string, address: string, auth: string) => {
  await inside(
    host,
    `mkdir -p ~/own; printf 'bind-addr: ${address}\\nauth: ${auth}\\npassword: x\\ncert: false\\n' >~/own/config.yaml; chmod 600 ~/own/config.yaml
    XDG_DATA_HOME=~/own setsid /usr/local/bin/code-server --config ~/own/config.yaml --user-data-dir ~/own/data </dev/null >/dev/null 2>&1 &`,
    user,
  );
  const port = address.split(':').at(-1);
  await inside(
    host,
    `for ((i = 0; i < 400; i++)); do { : </dev/tcp/127.0.0.1/${port}; } 2>/dev/null && exit 0; sleep 0.05; done; exit 1`,
  );
};

const oneOfEach: readonly DoctorFault[] = [
  {
    check: 'exposure',
    outcome: 'fail',
    seen: 'on 0.0.0.0:9191 without a password',
    plant: (tools) => startCodeServer(tools, 'dev', '0.0.0.0:9191', 'none'),
    cleared: 'command',
  },
  {
    check: 'other-code-servers',
    outcome: 'warn',
    seen: 'of mallory on 127.0.0.1:9192',
    plant: (tools) => startCodeServer(tools, 'mallory', '127.0.0.1:9192', 'password'),
    cleared: async ({ host }, { fix }) => {
      // The first of its commands ends one of this user's, which is gone by then.
      const kill = fix?.kind === 'command' ? /sudo (kill [\d ]+)$/.exec(fix.command)?.[1] : undefined;
      if (kill === undefined) throw new Error('nothing says how to end it');
      await inside(host, kill);
    },
  },
  fault(
    'sshd-sessions',
    {
      outcome: 'warn',
      seen: 'opened 1 at once',
      plant: `sed -i '1i MaxSessions 1' /etc/ssh/sshd_config; ${reloadSshd}`,
    },
    'command',
  ),
  fault(
    'sshd-forwarding',
    {
      outcome: 'fail',
      seen: 'forbids it',
      plant: `sed -i '1i AllowTcpForwarding no' /etc/ssh/sshd_config; ${reloadSshd}`,
    },
    'command',
  ),
  fault('linger', { outcome: 'warn', seen: 'off for dev', plant: 'loginctl disable-linger dev' }, 'fix'),
  fault(
    'inotify',
    {
      outcome: 'warn',
      seen: 'of 8192 watches',
      plant: `printf '8192\\n' >/etc/watches; mount --bind /etc/watches /proc/sys/fs/inotify/max_user_watches`,
    },
    'command',
  ),
  fault(
    'private-files',
    {
      outcome: 'fail',
      seen: 'config.yaml (mode 644)',
      user: 'dev',
      plant:
        'mkdir -p -m 755 ~/.config ~/.config/code-server; echo "password: x" >~/.config/code-server/config.yaml; chmod 644 ~/.config/code-server/config.yaml; chmod 755 ~',
    },
    'fix',
  ),
  fault(
    'old-layout',
    { outcome: 'warn', seen: '/tmp/code-server-8888', user: 'dev', plant: 'mkdir -p /tmp/code-server-8888/User' },
    'fix',
  ),
  {
    check: 'ports',
    outcome: 'fail',
    seen: '0 of 2 ports',
    plant: ({ host }) => listenInside(host, [8888, 8889]),
    cleared: async ({ app }, { why }) => {
      if (!why.includes('its page can make it wider')) throw new Error(why);
      const all = await app.client.profiles.list({});
      const [own] = all.ok ? all.value : [];
      if (own === undefined) throw new Error('there is no profile');
      const { id: _id, ...draft } = own;
      await app.client.profiles.edit({ profile, draft: { ...draft, portLast: 8899 } });
    },
  },
  fault(
    'disk',
    { outcome: 'fail', seen: 'MB of 100 MB', plant: 'mount -o remount,size=100000000 /home/dev/.local/share' },
    byHand('mount -o remount,size=6g /home/dev/.local/share'),
  ),
  fault(
    'home-locks',
    { outcome: 'fail', seen: 'cannot be locked on tmpfs', plant: shim('flock', 'exit 1') },
    unshim('flock'),
  ),
  fault(
    'coreutils',
    {
      outcome: 'warn',
      seen: 'BusyBox v1.36.1',
      plant: shim(
        'stat',
        '[ "$1" != --version ] || { echo "stat: unrecognized option: version" >&2; echo "BusyBox v1.36.1 (2024-06-10)" >&2; exit 1; }\nexec /usr/bin/stat "$@"',
      ),
    },
    unshim('stat'),
  ),
  missing('nginx', 'warn', '/usr/sbin/nginx'),
  missing('tmux', 'warn', '/usr/bin/tmux'),
  missing('git', 'warn', '/usr/bin/git'),
  fault(
    'code-server',
    { outcome: 'fail', seen: 'not installed', plant: 'mv /usr/local/bin/code-server /root/' },
    byHand('mv /root/code-server /usr/local/bin/'),
  ),
  fault(
    'locale',
    { outcome: 'warn', seen: 'C, which is not UTF-8', plant: `echo LANG=C >/etc/default/locale` },
    'command',
  ),
  fault(
    'memory',
    {
      outcome: 'warn',
      seen: '350 MB of 600 MB',
      plant: writeMemory(`${meminfo('MemTotal', 600e6)}; ${meminfo('MemAvailable', 350e6)}`),
    },
    byHand(writeMemory(`${meminfo('MemTotal', 8e9)}; ${meminfo('MemAvailable', 6e9)}`)),
  ),
  fault(
    'swap',
    {
      outcome: 'warn',
      seen: 'There is none',
      plant: `${writeMemory(`${meminfo('SwapTotal', 0)}; ${meminfo('SwapFree', 0)}`)}; ${swapStandIns}`,
    },
    'command',
  ),
  {
    check: 'clock',
    outcome: 'warn',
    seen: '10 minutes behind',
    plant: async ({ setClock }) => setClock(600_000),
    cleared: async ({ setClock }) => setClock(0),
  },
  fault(
    'login-shell',
    {
      outcome: 'fail',
      seen: '/usr/bin/zsh-gone',
      when: 'connected',
      plant: "sed -i 's,^\\(dev:.*:\\)[^:]*$,\\1/usr/bin/zsh-gone,' /etc/passwd",
    },
    'command',
  ),
];

/** All that can be wrong at the same time. */
export const firstFaults: readonly DoctorFault[] = oneOfEach;

/** What would hide others of them, or be hidden. */
export const laterFaults: readonly DoctorFault[] = [
  fault(
    'libc',
    {
      outcome: 'fail',
      seen: 'musl 1.2.4. The dashboard, terminals and repositories work',
      plant: shim('ldd', 'printf "musl libc (x86_64)\\nVersion 1.2.4\\n" >&2; exit 1'),
    },
    unshim('ldd'),
  ),
  fault(
    'home',
    {
      outcome: 'fail',
      seen: 'for reading only',
      when: 'connected',
      plant: 'mount -o remount,ro /home/dev/.local/share',
    },
    'command',
  ),
  fault(
    'disk',
    { outcome: 'fail', seen: 'files more can be made', plant: 'mount -o remount,nr_inodes=500 /home/dev/.local/share' },
    byHand('mount -o remount,nr_inodes=200k /home/dev/.local/share'),
  ),
  fault('proc', { outcome: 'warn', seen: 'hidepid', plant: 'mount -o remount,hidepid=2 /proc' }, 'command'),
  {
    check: 'exposure',
    outcome: 'warn',
    seen: 'The nginx of the system leads from outside to',
    plant: async (tools) => {
      await startCodeServer(tools, 'dev', '127.0.0.1:9193', 'password');
      await inside(
        tools.host,
        `printf 'server { listen 81; location / { proxy_pass http://127.0.0.1:9193; } }\\n' >/etc/nginx/conf.d/open.conf; nginx -s reload`,
      );
    },
    cleared: 'command',
  },
  fault(
    'private-files',
    {
      outcome: 'warn',
      seen: '.vscode-server (mode 755)',
      user: 'dev',
      plant: 'mkdir -m 755 ~/.vscode-server; chmod 755 ~',
    },
    'fix',
  ),
];
