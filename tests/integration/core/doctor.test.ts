import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Check, CheckId } from '../../../main/contract/setup.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import { finish, startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { type DoctorFault, firstFaults, haveSwap, laterFaults, writeMemory } from './support/doctor-faults.ts';
import { inside } from './support/inside.ts';
import { profile } from './support/stage.ts';

const skip = await describeSkip('systemdBox');
if (skip !== null) console.warn(skip);

describe.skipIf(skip !== null)('a checkup of a server', () => {
  let host: SandboxHost;
  let app: TestCore;
  let aheadMs = 0;
  const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + aheadMs };

  beforeAll(async () => {
    host = await startSandbox({ kind: 'box', init: 'systemd', memoryTotalBytes: 8e9 });
    // What an ordinary server has and a box has not: lingering, swap, a language, a disk that can be filled.
    await inside(
      host,
      `systemctl start dbus.socket dbus.service systemd-logind.service
      loginctl enable-linger dev
      ${writeMemory(haveSwap)}
      printf 'LANG=C.UTF-8\\n' >/etc/default/locale
      install -d -o dev -g dev /home/dev/.local /home/dev/.local/share
      mount -t tmpfs -o size=6g,nr_inodes=200k,mode=0755,uid=4201,gid=4201 disk /home/dev/.local/share`,
    );
    app = await startTestCore(host, {
      draft: { user: 'dev', repositoryRoots: ['~/code'], portFirst: 8888, portLast: 8889 },
      ports: { clock },
    });
  }, 300_000);
  afterAll(async () => {
    await app?.close();
    await host?.stop();
  });

  const look = async (): Promise<Map<CheckId, Check>> => {
    const told = await app.client.setup.doctor({ profile });
    if (!told.ok) throw new Error(`${told.failure.kind}: ${told.failure.message} ${told.failure.detail ?? ''}`);
    expect(told.value.text).toContain(`${told.value.checks.length}. `);
    return new Map(told.value.checks.map((check) => [check.id, check]));
  };
  const connectAnew = async () => {
    await app.client.hosts.disconnect({ profile });
    expect(await app.client.hosts.connect({ profile })).toMatchObject({ ok: true });
    // The scripts are there and begun by whoever asks first.
    expect(await app.client.hosts.supervision({ profile })).toMatchObject({ ok: true });
  };
  const tools = () => ({
    host,
    app,
    setClock: (toMs: number) => {
      aheadMs = toMs;
    },
  });
  /** Runs the command of a finding as whoever is told to. */
  const follow = async (check: Check) => {
    if (check.fix?.kind !== 'command') throw new Error(`${check.id} has no command: ${check.seen}`);
    // An administrator's shell needs no sudo.
    await inside(host, `sudo() { "$@"; }; ${check.fix.command}`, check.fix.command.includes('sudo ') ? 'root' : 'dev');
  };
  /** The button; where this user may not, an administrator does what the failure says. */
  const press = async (check: Check) => {
    expect(check.fix?.kind, check.id).toBe('fix');
    const { last } = await finish(app.client.setup.fix({ profile, check: check.id }));
    if (last.type === 'done') return expect(last.value).toMatchObject({ id: check.id, outcome: 'ok' });
    expect(last.failure).toMatchObject({ kind: 'unavailable' });
    await inside(host, /run: (.*)\.$/.exec(last.failure.nextStep)?.[1] ?? 'false');
  };

  const plantAndClear = async (faults: readonly DoctorFault[]) => {
    for (const fault of faults.filter(({ when }) => when !== 'connected')) await fault.plant(tools());
    await connectAnew();
    for (const fault of faults.filter(({ when }) => when === 'connected')) await fault.plant(tools());

    const found = await look();
    const seen = faults.map(({ check, outcome, seen }) => [check, outcome, seen] as const);
    for (const [id, outcome, text] of seen) {
      expect.soft(found.get(id), id).toMatchObject({ outcome });
      expect.soft(found.get(id)?.seen, id).toContain(text);
    }

    const checkOf = ({ check }: DoctorFault) => {
      const one = found.get(check);
      if (one === undefined) throw new Error(`there is no check ${check}`);
      return one;
    };
    for (const fault of faults) {
      if (fault.cleared === 'command') await follow(checkOf(fault));
      else if (fault.cleared !== 'fix') await fault.cleared(tools(), checkOf(fault));
    }
    await connectAnew();
    for (const fault of faults) if (fault.cleared === 'fix') await press(checkOf(fault));

    const again = await look();
    for (const { check } of faults) expect.soft(again.get(check), check).toMatchObject({ outcome: 'ok', fix: null });
  };

  it('finds nothing wrong with an ordinary Debian', async () => {
    const startedAtMs = Date.now();
    const wrong = [...(await look()).values()].filter(({ outcome }) => outcome !== 'ok');
    expect(wrong).toEqual([]);
    // A connection, scripts pushed, and the look.
    expect(Date.now() - startedAtMs).toBeLessThan(15_000);
  });

  it('finds each of many faults at once, and what it says to do about it clears it', async () => {
    await plantAndClear(firstFaults);
  }, 60_000);

  it('finds what hides others, and what only one of them at a time can be', async () => {
    await plantAndClear(laterFaults);
    expect(new Set([...firstFaults, ...laterFaults].map(({ check }) => check)).size).toBeGreaterThanOrEqual(20);
  }, 60_000);
});
