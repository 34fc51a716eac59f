import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { cacheDirectory } from '../../support/sandbox/cache-directory.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { runCommand } from '../../support/sandbox/run-command.ts';
import type { SandboxHost, SandboxOptions } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { stateDirectoryOf } from '../../support/sandbox/state-directory.ts';
import { sshInto } from './ssh-into.ts';

const skip = await describeSkip('box');
const skipSystemd = await describeSkip('systemdBox');
for (const line of [skip, skipSystemd]) if (line !== null) console.warn(line);

const running: SandboxHost[] = [];
async function box(options: SandboxOptions = {}): Promise<SandboxHost> {
  const host = await startSandbox({ kind: 'box', hasCodeServer: false, repositories: [], ...options });
  running.push(host);
  return host;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((host) => host.stop()));
});

async function says(host: SandboxHost, command: string, user?: string): Promise<string> {
  const { code, stdout, stderr } = await host.run(command, user === undefined ? {} : { user });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.trim();
}

/** What a box leaves on this machine, if it leaves anything. */
async function traces(host: SandboxHost): Promise<string[]> {
  const links = await runCommand('ip', ['-o', '-4', 'addr']);
  const mounts = await runCommand('cat', ['/proc/self/mounts']);
  const network = host.ssh.host.replace(/2$/, '1/');
  const groups = ['unified', 'systemd', ''].map((root) => join('/sys/fs/cgroup', root)).filter(existsSync);
  return [
    ...groups.flatMap((root) =>
      readdirSync(root)
        .filter((entry) => entry.includes(host.name))
        .map((entry) => join(root, entry)),
    ),
    stateDirectoryOf(host.name),
    host.rootDirectory ?? '',
  ]
    .filter((path) => existsSync(path))
    .concat(links.stdout.includes(` ${network}`) ? [network] : [], mounts.stdout.includes(host.name) ? ['mounts'] : []);
}

describe.skipIf(skip !== null)('a box', () => {
  test('is reached over real SSH with its own key and the host key it tells', async () => {
    const host = await box({ repositories: ['harbor-api', 'ein Gärtchen'] });
    const answer = await sshInto(
      host,
      'id -un; hostname; cat README.md',
      'exec /bin/sh -c "cd \'/var/www/github/ein Gärtchen\' && exec sh"',
    );
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining(`root\n${host.name}\n# ein Gärtchen`) });
    expect(await says(host, 'ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub')).toContain(host.hostKey.fingerprint);
    expect(host.repositories.map(({ path }) => path)).toEqual([
      '/var/www/github/harbor-api',
      '/var/www/github/ein Gärtchen',
    ]);
    expect(await says(host, 'git -C /var/www/github/harbor-api log --oneline | wc -l')).toBe('2');
    expect(await says(host, 'cd ~/code/harbor-api && touch new && git status --short', 'dev')).toBe('?? new');
  });

  test('has a plain user with the same key, a stranger without, and neither sees the other', async () => {
    const host = await box();
    expect((await sshInto(host, 'id -un', 'sh', 'dev')).stdout).toBe('dev\n');
    expect((await sshInto(host, 'id -un', 'sh', 'mallory')).code).toBe(255);
    expect((await host.run('ls /home/dev', { user: 'mallory' })).code).toBe(2);
    expect(await says(host, 'id -u; echo $HOME; pwd', 'mallory')).toBe('4202\n/home/mallory\n/home/mallory');
  });

  test('shows nothing of this machine and has no tools that hosts lack', async () => {
    const host = await box();
    for (const path of [import.meta.dirname, cacheDirectory(), process.execPath]) {
      expect((await host.run(`ls '${path}'`)).code).toBe(2);
    }
    expect(await says(host, 'ls -A /tmp /home /opt /var/tmp | tr "\\n" " "')).toBe(
      '/home: dev mallory  /opt:  /tmp:  /var/tmp:',
    );
    expect((await host.run('command -v node npm jq code-server')).stdout).toBe('');
    expect(await says(host, 'env | cut -d= -f1 | sort | tr "\\n" " "')).toBe(
      'HOME LANG LOGNAME PATH PWD SHELL SHLVL TERM USER _',
    );
  });

  test('is as small as asked, and without nginx if asked', async () => {
    const host = await box({ memoryTotalBytes: 4 * 1024 ** 3, hasNginx: false });
    expect(await says(host, 'free -b | awk "/^Mem/ {print \\$2}"')).toBe(String(4 * 1024 ** 3));
    expect((await host.run('command -v nginx')).code).toBe(1);
  });

  test('has the real code-server, read-only', async () => {
    const host = await box({ hasCodeServer: true });
    expect(await says(host, 'code-server --version 2>/dev/null | tail -n 1')).toMatch(/^4\.139\.1 .* with Code 1\.139/);
    expect((await host.run('touch /opt/code-server/x')).stderr).toContain('Read-only file system');
  });

  test('runs beside others, and takes everything with it when it stops', async () => {
    const hosts = await Promise.all([box(), box(), box()]);
    expect(new Set(hosts.map(({ ssh }) => ssh.host)).size).toBe(3);
    await Promise.all(hosts.map((host) => says(host, 'setsid -f nohup sleep 1000 </dev/null >/dev/null 2>&1')));
    for (const host of hosts) expect((await traces(host)).length).toBeGreaterThanOrEqual(3);
    await Promise.all(hosts.map((host) => host.stop()));
    await Promise.all(hosts.map((host) => host.stop()));
    for (const host of hosts) expect(await traces(host)).toEqual([]);
  });

  test('refuses a name that is taken and leaves the first one alone', async () => {
    const host = await box();
    await expect(startSandbox({ kind: 'box', name: host.name, hasCodeServer: false })).rejects.toThrow(
      'exists already',
    );
    expect(await says(host, 'hostname')).toBe(host.name);
  });
});

describe.skipIf(skipSystemd !== null)('a box with systemd', () => {
  test('boots it for real', async () => {
    const host = await box({ init: 'systemd' });
    expect((await host.run('systemctl is-system-running --wait')).stdout).toBe('running\n');
    expect(await says(host, 'systemctl is-active ssh nginx')).toBe('active\nactive');
    expect(await says(host, 'systemd-run --wait --quiet --pipe echo from a unit')).toBe('from a unit');
    const session = await sshInto(host, 'loginctl show-user dev -p State --value; echo $XDG_RUNTIME_DIR', 'sh', 'dev');
    expect(session.stdout).toBe('active\n/run/user/4201\n');
    await host.stop();
    expect(await traces(host)).toEqual([]);
  });
});
