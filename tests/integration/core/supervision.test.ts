import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCore, succeedWith, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { askWorkbench } from './support/gate-client.ts';
import { inside } from './support/inside.ts';
import { listInstances, profile, start, stop } from './support/stage.ts';

const skip = await describeSkip('systemdBox');
if (skip !== null) console.warn(skip);

const repository = 'harbor-api';

describe.skipIf(skip !== null)('a host with systemd', () => {
  let host: SandboxHost;
  /** Who asks for the user's units from outside of a login. */
  const user = async (command: string) => inside(host, `export XDG_RUNTIME_DIR=/run/user/$(id -u); ${command}`, 'dev');
  const supervision = async (app: TestCore) => {
    const told = await app.client.hosts.supervision({ profile });
    if (!told.ok) throw new Error(told.failure.message);
    return told.value;
  };

  beforeAll(async () => {
    host = await startSandbox({ kind: 'box', init: 'systemd' });
    await inside(host, 'systemctl start dbus.socket dbus.service systemd-logind.service');
  }, 300_000);
  afterAll(() => host.stop());

  it('gives each instance of root a unit of the system, restarts it there, and leaves no unit', async () => {
    const app = await startTestCore(host);
    try {
      expect(await supervision(app)).toMatchObject({ kind: 'systemd-system', nextStep: null });
      const controllers = await inside(host, 'cat /sys/fs/cgroup/cgroup.controllers');
      expect((await supervision(app)).message).toContain(
        controllers.split(' ').includes('memory') ? 'memory limits count' : 'memory limits do not count',
      );
      const first = await start(app, repository);
      expect(first.supervision).toBe('systemd-system');
      const unit = `berth-${first.id}.service`;
      const show = (property: string) => inside(host, `systemctl show --value -p ${property} ${unit}`);
      expect(await show('MainPID')).toBe(String(first.pid));
      const settings = {
        memoryLimitBytes: 1_073_741_824,
        idleMinutes: null,
        extraArguments: [],
        environment: { BEACON: 'two words, $HOME and "quotes"' },
      };
      const configured = await app.client.instances.configure({ profile, repository, settings });
      expect(configured).toMatchObject({ ok: true });
      const again = await succeedWith(app.client.instances.restart({ profile, repository }));
      expect(again).toMatchObject({ state: 'running', port: first.port, supervision: 'systemd-system' });
      expect(again.pid).not.toBe(first.pid);
      expect(await show('MemoryMax')).toBe('1073741824');
      expect(Number(await show('MemoryHigh'))).toBeLessThan(1_073_741_824);
      expect(await askWorkbench(app, repository)).toBe(200);

      // What systemd tells everybody about a unit holds no secret; what code-server gets is what a login would give it.
      const told = await inside(host, `systemctl show ${unit}; systemctl cat ${unit}`);
      const token = await inside(host, `cat /root/.local/share/berth/instances/${first.id}/token`);
      expect(token).toMatch(/^[0-9a-f]{64}$/);
      expect(told).not.toContain(token);
      expect(told).not.toContain('BEACON');
      const child = (await inside(host, `cat /proc/${again.pid}/task/${again.pid}/children`)).split(' ')[0];
      const environment = (await readFile(`${host.rootDirectory}/proc/${child}/environ`, 'utf8')).split('\0');
      expect(environment).toContain('BEACON=two words, $HOME and "quotes"');
      expect(environment).toContain('HOME=/root');
      expect(environment.filter((line) => /^(INVOCATION_ID|BERTH_UNIT|SYSTEMD_EXEC_PID)=/.test(line))).toEqual([]);

      await stop(app, repository);
      expect(await inside(host, "systemctl list-units --all --no-legend 'berth-*'")).toBe('');
      await expectNoLeftovers(host);
    } finally {
      await app.close();
    }
  });

  it('ends with its root what is in the unit, and starts again on the same port', async () => {
    const app = await startTestCore(host);
    try {
      const { id, pid, port } = await start(app, repository);
      const group = `/sys/fs/cgroup/system.slice/berth-${id}.service`;
      expect(await inside(host, `cat ${group}/cgroup.procs`)).toContain(String(pid));
      await inside(host, `kill -KILL ${pid}`);
      await poll('the control group to be gone', async () => (await host.run(`[[ ! -e ${group} ]]`)).code === 0);
      const [row] = await listInstances(app);
      expect(row).toMatchObject({ state: 'crashed', port, ended: { reason: 'vanished' } });
      expect(await start(app, repository)).toMatchObject({ port, supervision: 'systemd-system', ended: null });
      await stop(app, repository);
      await expectNoLeftovers(host);
    } finally {
      await app.close();
    }
  });

  it('runs without a unit where its name is taken, and leaves that unit alone', async () => {
    const app = await startTestCore(host);
    try {
      const { id } = await start(app, repository);
      await stop(app, repository);
      await inside(host, `systemd-run --quiet --unit=berth-${id} sleep 1000`);
      expect(await start(app, repository)).toMatchObject({ state: 'running', supervision: 'marker' });
      await stop(app, repository);
      // The one of that name is somebody else's.
      expect(await inside(host, `systemctl is-active berth-${id}`)).toBe('active');
      await inside(host, `systemctl stop berth-${id}`);
      await expectNoLeftovers(host);
    } finally {
      await app.close();
    }
  });

  it('gives a plain user units once lingering is on, and says who can turn it on', async () => {
    const app = await startTestCore(host, {
      draft: { user: 'dev', repositoryRoots: ['~/repositories'] },
    });
    try {
      await inside(host, 'mkdir -p ~/repositories/lantern && git -C ~/repositories/lantern init -q', 'dev');
      expect(await supervision(app)).toMatchObject({ kind: 'marker', isLingering: false });
      expect((await supervision(app)).nextStep).toContain('lingering');
      expect(await start(app, 'lantern')).toMatchObject({ supervision: 'marker' });
      await stop(app, 'lantern');
      const enabled = await app.client.hosts.enableLinger({ profile });
      if (!enabled.ok) {
        expect(enabled.failure).toMatchObject({ kind: 'unavailable', stage: 'process' });
        await inside(host, 'loginctl enable-linger dev');
        await poll(
          'the manager of the user',
          async () => (await host.run('[[ -S /run/user/$(id -u)/systemd/private ]]', { user: 'dev' })).code === 0,
        );
      }
      expect(await supervision(app)).toMatchObject({ kind: 'systemd-user', isLingering: true, nextStep: null });
      const { id, pid } = await start(app, 'lantern');
      expect((await listInstances(app))[0]).toMatchObject({ state: 'running', supervision: 'systemd-user' });
      expect(await user(`systemctl --user show --value -p MainPID berth-${id}`)).toBe(String(pid));
      await stop(app, 'lantern');
      expect(await user("systemctl --user list-units --all --no-legend 'berth-*'")).toBe('');
      await expectNoLeftovers(host);
    } finally {
      await app.close();
    }
  });
});
