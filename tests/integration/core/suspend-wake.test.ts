import { describe, expect, it } from 'vitest';
import { succeedWith } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { askGate, askWorkbench } from './support/gate-client.ts';
import { inside, markedPids, setEnvironment, startInside, whileChanged } from './support/inside.ts';
import { expectNothingRuns, listInstances, profile, setStage, start, stop } from './support/stage.ts';

const repository = 'harbor-api';
const keepers = `grep -lszxF "BERTH_KEEPER_HOME=$HOME/.local/share/berth" /proc/[0-9]*/environ || true`;

describe('an instance that nobody needs for a while', () => {
  const stage = setStage();

  it('is suspended by a call, says so to its tab, and wakes on its port under the same origin', async () => {
    const { host, app } = stage;
    const first = await start(app, repository);
    const opened = await app.client.instances.open({ profile, repository });
    if (!opened.ok) throw new Error(opened.failure.message);
    const cookie = app.core.gate.find(profile, first.id)?.cookie;
    expect(await askWorkbench(app, repository)).toBe(200);

    const asleep = await succeedWith(app.client.instances.suspend({ profile, repository }));
    expect(asleep).toMatchObject({ state: 'suspended', port: first.port, pid: null, memoryBytes: null, ended: null });
    expect(await markedPids(host)).toEqual([]);
    expect(await inside(host, keepers)).toBe('');
    await expectNoLeftovers(host);
    expect(await app.client.instances.open({ profile, repository })).toMatchObject({
      ok: false,
      failure: { kind: 'instance-not-running' },
    });
    const page = await askGate(opened.value.origin, `/vscode/${first.id}/`, {
      cookie: `${cookie?.name}=${cookie?.value}`,
      'sec-fetch-dest': 'document',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-site': 'none',
    });
    expect([page.status, page.body]).toEqual([503, expect.stringContaining('is asleep')]);
    expect((await succeedWith(app.client.instances.suspend({ profile, repository }))).sinceMs).toBe(asleep.sinceMs);

    expect(await start(app, repository)).toMatchObject({ state: 'running', port: first.port });
    const again = await app.client.instances.open({ profile, repository });
    expect(again.ok && again.value.origin).toBe(opened.value.origin);
    expect(await askWorkbench(app, repository)).toBe(200);
    await stop(app, repository);
    await expectNothingRuns(stage);
  });

  it('is suspended by the keeper once nothing works in it any more', async () => {
    const { host, app } = stage;
    const quickly = setEnvironment(host, { BERTH_MINUTE_MS: '500', BERTH_KEEPER_SECONDS: '1' });
    await whileChanged(quickly, async () => {
      const first = await start(app, repository);
      const mark = `BERTH_INSTANCE=${first.id} BERTH_INSTANCE_HOME="$HOME/.local/share/berth"`;
      const job = await startInside(host, `env ${mark} bash -c 'echo up; exec sleep 1000'`);
      const settings = { memoryLimitBytes: null, idleMinutes: 2, extraArguments: [], environment: {} };
      expect((await app.client.instances.configure({ profile, repository, settings })).ok).toBe(true);
      const idlePath = `$HOME/.local/share/berth/instances/${first.id}/idle`;
      // Looked at several times, which would do for an idle one.
      const looks = new Set<string>();
      await poll('five looks of the keeper', async () => {
        looks.add(await inside(host, `cat "${idlePath}" 2>/dev/null || true`));
        return looks.size > 5;
      });
      expect((await listInstances(app))[0]).toMatchObject({ state: 'running', idleSeconds: 0 });
      await inside(host, `kill ${job}`);
      const row = await poll('the keeper to suspend it', async () => {
        const [one] = await listInstances(app);
        return one?.state === 'suspended' && one;
      });
      expect(row).toMatchObject({ port: first.port, ended: null, restartCount: 0 });
      await poll('the keeper to go', async () => (await inside(host, keepers)) === '');
      await expectNoLeftovers(host);
    });
    expect((await start(app, repository)).state).toBe('running');
    await stop(app, repository);
    await expectNothingRuns(stage);
  });
});
