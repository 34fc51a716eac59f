import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { finish, startTestCore, succeedWith, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { askGate } from './support/gate-client.ts';

let host: SandboxHost;
let app: TestCore;
const profile = 'sandbox';

beforeAll(async () => {
  host = await startSandbox();
  app = await startTestCore(host, { isTrusted: false });
}, 300_000);
afterAll(async () => {
  await app?.close();
  await host?.stop();
});

/** Asks inside the host, as another user of it. */
async function askInside(url: string, cookie = ''): Promise<string> {
  const { stdout } = await host.run(`curl -s -o /dev/null -w '%{http_code}' -H 'Cookie: ${cookie}' '${url}'`, {
    user: 'mallory',
  });
  return stdout.trim();
}

describe('the main job on a real host', () => {
  it('asks about an unknown host key before any login, and connects once it is trusted', async () => {
    const first = await app.client.hosts.connect({ profile });
    expect(!first.ok && first.failure).toMatchObject({
      kind: 'host-key-unknown',
      stage: 'host key',
      hostKey: { fingerprint: host.hostKey.fingerprint },
    });
    const wrong = await app.client.hosts.trust({ profile, fingerprint: `SHA256:${'A'.repeat(43)}` });
    expect(wrong.ok).toBe(false);
    expect(await app.client.hosts.trust({ profile, fingerprint: host.hostKey.fingerprint })).toMatchObject({
      ok: true,
    });
    expect(await app.client.hosts.connect({ profile })).toMatchObject({ ok: true, value: { state: 'connected' } });
  });

  it('lists the repositories of the profile’s folders', async () => {
    const listed = await app.client.repositories.list({ profile });
    expect(listed.ok && listed.value.map(({ name }) => name).sort()).toEqual(
      host.repositories.map(({ name }) => name).sort(),
    );
    expect(listed.ok && listed.value.every(({ branch }) => branch === 'main')).toBe(true);
  });

  it('starts two instances on ports of their own, step by step, and lists them', async () => {
    const [one, two] = ['harbor-api', 'tide-charts'];
    const started = await finish(app.client.instances.start({ profile, repository: one }));
    expect(started.last).toMatchObject({ type: 'done', value: { state: 'running', repository: one } });
    expect(started.steps).toEqual(
      expect.arrayContaining(['claim done', 'process done', 'healthz done', 'nginx done', 'route done']),
    );
    const second = await succeedWith(app.client.instances.start({ profile, repository: two }));
    const again = await succeedWith(app.client.instances.start({ profile, repository: one }));
    const rows = await app.client.instances.list({ profile });
    expect(rows.ok && rows.value.map(({ state }) => state)).toEqual(['running', 'running']);
    const ports = rows.ok ? rows.value.map(({ port }) => port) : [];
    expect(new Set(ports).size).toBe(2);
    expect(again.pid).toBe(started.last.type === 'done' ? started.last.value.pid : null);
    expect(second.memoryBytes).toBeGreaterThan(20_000_000);
    const stats = await app.client.hosts.stats({ profile });
    expect(stats.ok && stats.value.instances.length).toBe(2);
    expect(stats.ok && stats.value.memory.totalBytes).toBeGreaterThan(1e8);
  });

  it('shows other users of the host a login page, never a workbench', async () => {
    const rows = await app.client.instances.list({ profile });
    const row = rows.ok ? rows.value[0] : undefined;
    expect(row?.port).toBeTypeOf('number');
    expect(['302', '401']).toContain(await askInside(`http://127.0.0.1:${row?.port}/`));
    expect(['302', '401']).toContain(await askInside(`http://127.0.0.1:${row?.port}/?folder=/`));
    expect(['302', '401']).toContain(await askInside(`http://127.0.0.1:8887/vscode/${row?.id}/?folder=/`));
    expect(['302', '401']).toContain(
      await askInside(`http://127.0.0.1:8887/vscode/${row?.id}/`, `code-server-session-${row?.id}=${'0'.repeat(64)}`),
    );
    expect(
      (
        await host.run(`curl -s http://127.0.0.1:${row?.port}/vscode-remote-resource?path=/etc/hostname`, {
          user: 'mallory',
        })
      ).stdout,
    ).not.toContain(host.name);
    const listening = await app.client.ports.list({ profile });
    const open = listening.ok
      ? listening.value.filter(({ kind, address }) => kind !== 'foreign' && address !== null && address !== '127.0.0.1')
      : [];
    expect(listening.ok && listening.value.filter(({ kind }) => kind === 'instance').length).toBe(2);
    expect(open).toEqual([]);
  });

  it('lets a tab in by the gate’s own rules and nobody else', async () => {
    const opened = await app.client.instances.open({ profile, repository: 'harbor-api' });
    if (!opened.ok) throw new Error(opened.failure.message);
    const { origin, entryUrl, instanceId, isDirect } = opened.value;
    expect(isDirect).toBe(false);
    const path = `/vscode/${instanceId}/`;
    const entry = app.core.gate.find('sandbox', instanceId);
    const cookie = `${entry?.cookie.name}=${entry?.cookie.value}`;
    const page = await askGate(origin, path, { cookie });
    expect([page.status, page.location]).toEqual([302, expect.stringContaining(`folder=`)]);
    const workbench = await askGate(origin, new URL(page.location, origin + path).toString().slice(origin.length), {
      cookie,
    });
    expect(workbench.status).toBe(200);
    expect(workbench.body).toContain('workbench');
    const refused = [
      askGate(origin, path, {}),
      askGate(origin, path, { cookie: cookie.replace(/.$/, 'x') }),
      askGate(origin, path, { cookie, origin: 'http://evil.example' }),
      askGate(origin, path, { cookie, host: `evil.example:${new URL(origin).port}` }),
      askGate(origin, path, { cookie, host: `127.0.0.1:${new URL(origin).port}` }),
      askGate(origin, path, { cookie, 'sec-fetch-site': 'cross-site' }),
      askGate(origin, path, { cookie, 'sec-fetch-site': 'same-site' }),
    ];
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual(refused.map(() => 403));
    const other = await app.client.instances.open({ profile, repository: 'tide-charts' });
    expect(other.ok && other.value.origin).not.toBe(origin);
    expect(
      (
        await askGate(other.ok ? other.value.origin : '', `/vscode/${other.ok ? other.value.instanceId : ''}/`, {
          cookie,
        })
      ).status,
    ).toBe(403);
    const enter = new URL(entryUrl);
    expect((await askGate(origin, enter.pathname + enter.search, {})).status).toBe(200);
    expect((await askGate(origin, enter.pathname + enter.search, {})).status).toBe(403);
  });

  it('stops one and leaves the other; nothing of the stopped one stays', async () => {
    const stopped = await succeedWith(app.client.instances.stop({ profile, repository: 'harbor-api' }));
    expect(stopped).toMatchObject({ state: 'stopped', pid: null });
    // Its tab has no way in any more, the other's stays open.
    expect(app.core.gate.find(profile, stopped.id)).toBeNull();
    const rows = await app.client.instances.list({ profile });
    const states = rows.ok ? Object.fromEntries(rows.value.map(({ repository, state }) => [repository, state])) : {};
    expect(states).toEqual({ 'harbor-api': 'stopped', 'tide-charts': 'running' });
    const other = rows.ok ? rows.value.find(({ repository }) => repository === 'tide-charts') : undefined;
    expect(app.core.gate.find(profile, other?.id ?? '')).not.toBeNull();
    await expectNoLeftovers(host);
    const failed = await app.client.instances.open({ profile, repository: 'harbor-api' });
    expect(!failed.ok && failed.failure.kind).toBe('instance-not-running');
  });

  it('clears leftovers and, when asked, everything', async () => {
    const preview = await app.client.cleanup.preview({ profile, level: 'everything' });
    expect(preview.ok && preview.value.items.length).toBeGreaterThan(3);
    const report = await succeedWith(app.client.cleanup.run({ profile, level: 'everything' }));
    expect(report.remaining).toEqual([]);
    await expectNoLeftovers(host);
    expect((await host.run('ls -A ~/.local/share/berth 2>/dev/null | wc -l')).stdout.trim()).toBe('0');
    const fresh = await succeedWith(app.client.instances.start({ profile, repository: 'harbor-api' }));
    expect(fresh.state).toBe('running');
    await succeedWith(app.client.instances.stop({ profile, repository: 'harbor-api' }));
    await expectNoLeftovers(host);
  });
});
