import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { inside } from '../core/support/inside.ts';
import { profile } from '../core/support/stage.ts';
import { askSessions, must } from './support/sessions-of.ts';

const skip = await describeSkip('systemdBox');
if (skip !== null) console.warn(skip);

const limitBytes = 268_435_456;
const mostPatienceMs = 20_000;

describe.skipIf(skip !== null)('sessions of a host with systemd', () => {
  let host: SandboxHost;
  beforeAll(async () => {
    host = await startSandbox({ kind: 'box', init: 'systemd', hasCodeServer: false });
    // Whoever logs out loses what is left in that login.
    await inside(
      host,
      `mkdir -p /etc/systemd/logind.conf.d; printf '[Login]\\nKillUserProcesses=yes\\n' >/etc/systemd/logind.conf.d/kill.conf
      systemctl start dbus.socket dbus.service systemd-logind.service`,
    );
  }, 300_000);
  afterAll(() => host?.stop());

  const withCore = async (user: string, run: (app: TestCore) => Promise<void>) => {
    const app = await startTestCore(host, { draft: { user } });
    try {
      await run(app);
    } finally {
      await app.close();
    }
  };
  const makePreset = (app: TestCore) =>
    must(
      app.client.presets.save({
        preset: null,
        draft: { name: 'Sleeper', command: ['sleep', '1000'], memoryLimitBytes: limitBytes },
      }),
    );
  const groupOf = (pid: number | null) => inside(host, `cat /proc/${pid}/cgroup`);
  const sleepers = async () => (await inside(host, 'pgrep -x sleep || true')).split('\n').filter(Boolean);
  /** What of systemd's own tools a user asks from outside of a login. */
  const asDev = (command: string) => inside(host, `export XDG_RUNTIME_DIR=/run/user/$(id -u); ${command}`, 'dev');
  const logins = () => inside(host, "systemctl list-units --no-legend --type=scope 'session-*'");
  const logout = async (app: TestCore) => {
    expect(await logins()).toContain('dev');
    await must(app.client.hosts.disconnect({ profile }));
    // As a host does that ends what a login leaves behind, and without its patience.
    await inside(
      host,
      "systemctl list-units --plain --no-legend --type=scope 'session-*' | cut -d' ' -f1 | xargs -r systemctl kill --signal=KILL",
    );
    await poll('the end of the login', async () => (await logins()) === '', mostPatienceMs);
  };

  it('those of root are in scopes of the system, with the limits that this host can hold, and leave no unit', () =>
    withCore('root', async (app) => {
      const of = askSessions(() => app);
      await makePreset(app);
      const controllers = await inside(host, 'cat /sys/fs/cgroup/cgroup.controllers');
      const isCounted = controllers.split(' ').includes('memory');
      const { id, memoryLimitBytes } = await of.start({ preset: 'Sleeper' });
      const { keeping } = await of.list();
      expect(keeping).toMatchObject({
        server: 'running',
        outlivesLogout: true,
        limitsMemory: isCounted,
        nextStep: null,
      });
      expect(keeping.message).toContain(isCounted ? 'memory limits hold' : 'memory limits do not hold');
      expect(await groupOf(keeping.serverPid)).toContain('/berth-sessions.scope');
      expect(memoryLimitBytes).toBe(isCounted ? limitBytes : null);
      const unit = `berth-session-${id}.scope`;
      if (isCounted) {
        const show = (property: string) => inside(host, `systemctl show --value -p ${property} ${unit}`);
        expect(await show('MemoryMax')).toBe(String(limitBytes));
        expect(Number(await show('MemoryHigh'))).toBeLessThan(limitBytes);
        expect(await groupOf(Number((await sleepers())[0]))).toContain(`/${unit}`);
      } else {
        console.warn('SKIPPED, that MemoryHigh and MemoryMax hold: the control groups of this machine count no memory');
        expect(await inside(host, `systemctl list-units --all --no-legend '${unit}'`)).toBe('');
      }
      await of.stop(id);
      expect(await inside(host, "systemctl list-units --all --no-legend 'berth-*'")).toBe('');
      await expectNoLeftovers(host);
    }));

  it('those of a user without lingering are said to end with the last logout, and what to do about it', () =>
    withCore('dev', async (app) => {
      const { keeping } = await askSessions(() => app).list();
      expect(keeping).toMatchObject({ outlivesLogout: false, nextStep: expect.stringContaining('lingering') });
      expect(keeping.message).toContain('ends them with the last logout');
    }));

  it('those of a user with lingering are in a scope of that user and outlive the last logout', () =>
    withCore('dev', async (app) => {
      const of = askSessions(() => app);
      await inside(host, 'loginctl enable-linger dev');
      await poll(
        'the manager of the user',
        async () => (await host.run('[[ -S /run/user/$(id -u)/systemd/private ]]', { user: 'dev' })).code === 0,
        mostPatienceMs,
      );
      await makePreset(app);
      const { id } = await of.start({ preset: 'Sleeper' });
      const before = (await of.list()).keeping;
      expect(before).toMatchObject({ outlivesLogout: true, nextStep: null });
      expect(await groupOf(before.serverPid)).toMatch(/user@\d+\.service\/.*berth-sessions\.scope/);
      const running = await sleepers();
      expect(running).toHaveLength(1);

      await logout(app);
      expect(await sleepers()).toEqual(running);
      const { keeping, sessions } = await of.list();
      expect(keeping.serverPid).toBe(before.serverPid);
      expect(sessions.map((row) => [row.id, row.state === 'dead'])).toEqual([[id, false]]);
      await of.stop(id);
      expect(await asDev("systemctl --user list-units --all --no-legend 'berth-*'")).toBe('');
      await expectNoLeftovers(host);
    }));
});
