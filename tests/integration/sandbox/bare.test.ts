import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { audit } from '../../support/sandbox/audit/audit.ts';
import { type Mirror, startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';

const skip = await describeSkip('bareBox');
if (skip !== null) console.warn(skip);

async function says(host: SandboxHost, command: string, user = 'root'): Promise<string> {
  const { code, stdout, stderr } = await host.run(command, { user });
  expect({ command, code, said: code === 0 ? '' : stdout + stderr }).toEqual({ command, code: 0, said: '' });
  return stdout.trim();
}

describe.skipIf(skip !== null)('a bare box', () => {
  test('has a minimal Debian and no network, and no more of a disk or of power than it is given', async () => {
    const host = await startSandbox({
      kind: 'box',
      base: 'bare',
      hasSudo: true,
      homeBytes: 8_000_000,
      repositories: ['tide-tables'],
    });
    try {
      const missing = 'nginx tmux git curl wget ps ip python3 node code-server';
      expect((await host.run(`command -v ${missing}`)).stdout).toBe('');
      const known = await says(host, 'dpkg --get-selections');
      expect(known).toContain('openssh-server\t');
      expect(known).toContain('\nsudo\t');
      expect(known).not.toMatch(/^(nginx|nginx-light|tmux|git|curl|wget|procps|iproute2)\t/m);
      expect(await says(host, 'dpkg --audit && apt-get --quiet=2 check')).toBe('');
      expect((await host.run('apt-get -o Acquire::Retries=0 update 2>&1')).stdout).toContain(
        'Temporary failure resolving',
      );
      expect((await host.run('exec 3<>/dev/tcp/192.0.2.1/80')).stderr).toContain('Network is unreachable');

      expect(await says(host, 'sudo -n id -u; ls ~/code', 'dev')).toBe('0\ntide-tables');
      expect((await host.run('sudo -n id -u', { user: 'mallory' })).code).toBe(1);
      const filled = await host.run('head -c 9000000 /dev/zero >~/big', { user: 'dev' });
      expect(filled.stderr).toContain('No space left on device');
      await host.run('umask 077; mkdir -p ~/.local/share/berth/instances/ghost', { user: 'dev' });
      expect(await audit(host)).toContainEqual(expect.objectContaining({ kind: 'directory' }));
    } finally {
      await host.stop();
    }
  });
});

describe.skipIf(skip !== null)('a mirror', () => {
  let host: SandboxHost;
  let mirror: Mirror;

  beforeAll(async () => {
    host = await startSandbox({ kind: 'box', base: 'bare' });
    mirror = await startMirror(host);
    await says(host, 'apt-get update && apt-get install -y --no-install-recommends nginx-light tmux git curl sudo');
  });
  afterAll(async () => {
    await mirror?.stop();
    await host?.stop();
  });
  const spoils: (() => void)[] = [];
  afterEach(() => {
    for (const callOff of spoils.splice(0)) callOff();
  });
  const download = (url: string, file: string) =>
    host.run(`curl --silent --show-error --fail --location --continue-at - --output '${file}' '${url}'`);
  const archiveOf = async (...wish: Parameters<Mirror['releases']>) => {
    const [archive] = Object.values((await mirror.releases(...wish)).archives);
    if (archive === undefined) throw new Error('The release has no archive');
    return archive;
  };

  test('lets apt install the real programs', async () => {
    expect(await says(host, 'nginx -t 2>&1 && tmux -V && git --version')).toMatch(/successful\ntmux .*\ngit version/);
    expect(await says(host, 'dpkg --audit; dpkg --status nginx-light | grep ^Status')).toBe(
      'Status: install ok installed',
    );
    expect(mirror.requests.map(({ path }) => path)).toContainEqual(expect.stringMatching(/^\/apt\/nginx-light_/));
  });

  test('has code-server as a release is packed, which goes on where a download was cut', async () => {
    const { url, sha256, sizeBytes } = await archiveOf({ parts: 'slim' });
    spoils.push(mirror.spoil({ path: /^\/objects\//, cutAfterBytes: 20_000_000, times: 1 }));
    expect((await download(url, '/tmp/archive')).code).toBe(18);
    expect(Number(await says(host, 'stat -c %s /tmp/archive'))).toBeLessThanOrEqual(20_000_000);
    expect((await download(url, '/tmp/archive')).code).toBe(0);
    expect(mirror.requests.at(-1)).toMatchObject({ range: expect.stringMatching(/^bytes=\d+-$/), status: 206 });
    expect(await says(host, 'stat -c %s /tmp/archive; sha256sum </tmp/archive')).toBe(`${sizeBytes}\n${sha256}  -`);

    await says(host, 'tar -xzf /tmp/archive -C /home/dev && ln -s /home/dev/code-server-* /home/dev/current');
    expect(await says(host, 'current/bin/code-server --version 2>/dev/null | tail -n 1', 'dev')).toMatch(
      /^4\.139\.1 [0-9a-f]{40} with Code 1\.139/,
    );
    const started = await says(
      host,
      `current/bin/code-server --auth none --socket ~/socket >/dev/null 2>&1 & pid=$!
       until curl --silent --unix-socket ~/socket http://host/healthz; do kill -0 "$pid" || exit; sleep 0.1; done
       kill "$pid"; wait "$pid"; true`,
      'dev',
    );
    expect(started).toContain('"status"');
  });

  test('has one that cannot start, of another version', async () => {
    const { url } = await archiveOf({ parts: 'broken', version: '4.139.2' });
    expect((await download(url, '/tmp/broken')).code).toBe(0);
    await says(host, 'mkdir /tmp/b && tar -xzf /tmp/broken --strip-components=1 -C /tmp/b');
    expect(await says(host, '/tmp/b/bin/code-server --version')).toMatch(/^4\.139\.2 /);
    expect((await host.run('/tmp/b/bin/code-server --auth none')).code).toBe(1);
  });

  test('sends wrong bytes, slowly, or an error, as it is told', async () => {
    const { url } = await archiveOf({ parts: 'broken' });
    const ask = async () => (await host.run(`curl -sL -m 1 -w ' %{http_code}' '${url}' | sha256sum`)).stdout;
    const right = await ask();
    const callOff = mirror.spoil({ path: /^\/objects\//, wrongByteAt: 100 });
    expect(await ask()).not.toBe(right);
    callOff();
    expect(await ask()).toBe(right);
    spoils.push(mirror.spoil({ path: /^\/objects\//, bytesPerSecond: 200 }));
    expect((await host.run(`curl -sL -m 1 -o /dev/null '${url}'`)).code).toBe(28);
    spoils.push(mirror.spoil({ path: /^\/objects\//, status: 503 }));
    expect((await host.run(`curl -sfL -o /dev/null '${url}'`)).code).toBe(22);
  });

  test('has a repository for anybody, for who knows a password, and for who holds a key', async () => {
    const { url, guardedUrl, user, password } = await mirror.git();
    await says(host, `git clone --quiet ${url} open && git -C open log --oneline | wc -l`, 'dev');
    const refused = await host.run(`GIT_TERMINAL_PROMPT=0 git clone ${guardedUrl} guarded`, { user: 'dev' });
    expect(refused.stderr).toContain('could not read Username');
    const withPassword = guardedUrl.replace('//', `//${user}:${password}@`);
    await says(host, `git clone --quiet --depth 1 ${withPassword} guarded && ls guarded/ballast`, 'dev');

    const overSsh = await mirror.gitOverSsh();
    await says(host, `ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519`, 'dev');
    await says(host, `echo '${overSsh.knownHostsLine}' >~/.ssh/known_hosts`, 'dev');
    const clone = `git clone --quiet ${overSsh.url} keyed`;
    expect((await host.run(clone, { user: 'dev' })).stderr).toContain('Permission denied (publickey)');
    overSsh.allowKey(await says(host, 'cat ~/.ssh/id_ed25519.pub', 'dev'));
    await says(host, `${clone} && ls keyed/README.md`, 'dev');
  });
});
