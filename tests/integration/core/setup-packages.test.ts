import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SetupPlan } from '../../../main/contract/setup.ts';
import { finish, startTestCore, succeedWith, type TestCore } from '../../support/app/test-core.ts';
import { type Mirror, startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost, SandboxOptions } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { berthHome, inside } from './support/inside.ts';
import { profile } from './support/stage.ts';

/** A host on which nothing is installed, with the real apt; its mirror comes when a case wants it. */
interface BareStage {
  readonly host: SandboxHost;
  readonly app: TestCore;
  mirror: Mirror | null;
}

function setBareStage(options: SandboxOptions, user: string): () => BareStage {
  let stage: BareStage | null = null;
  beforeAll(async () => {
    const host = await startSandbox({ kind: 'box', base: 'bare', ...options });
    stage = { host, app: await startTestCore(host, { draft: { user } }), mirror: null };
  }, 120_000);
  afterAll(async () => {
    await stage?.app.close();
    await stage?.mirror?.stop();
    await stage?.host.stop();
  });
  return () => {
    if (stage === null) throw new Error('the stage is not set');
    return stage;
  };
}

const planOf = async ({ app }: BareStage): Promise<SetupPlan> => {
  const plan = await app.client.setup.plan({ profile });
  if (!plan.ok) throw new Error(`${plan.failure.stage}: ${plan.failure.message}`);
  return plan.value;
};
const statesOf = ({ steps }: SetupPlan) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));
/** What a check-up finds of these packages: how bad it is, and what makes it right. */
const checkUp = async ({ app }: BareStage) => {
  const told = await app.client.setup.doctor({ profile });
  if (!told.ok) throw new Error(`${told.failure.stage}: ${told.failure.message}`);
  return ['nginx', 'tmux', 'git'].map((name) => {
    const found = told.value.checks.find(({ id }) => id === name);
    return `${name} ${found?.outcome} ${found?.fix?.kind}`;
  });
};
const run = ({ app }: BareStage, ...steps: string[]) => app.client.setup.run({ profile, steps });
const packages = ['package:nginx', 'package:tmux', 'package:git'];

/** Ends all that an operation runs on the host, as a lack of memory would: without a chance to clear up. */
const killOperation = `
  session=$(sed -n 's/^running \\([0-9]*\\) .*/\\1/p' ${berthHome}/journal/* | xargs -I@ awk '{ print $6 }' /proc/@/stat)
  { cat /proc/[0-9]*/stat 2>/dev/null || :; } | awk -v session="$session" '$6 == session { print $1 }' >/run/pids
  kill -9 $(</run/pids) 2>/dev/null || :`;

const skip = await describeSkip('bareBox');
if (skip !== null) console.warn(skip);

describe.skipIf(skip !== null)('packages of a host with systemd, as root', () => {
  const stage = setBareStage({ init: 'systemd' }, 'root');

  it('says that no mirror is reached where none is', async () => {
    expect(statesOf(await planOf(stage()))).toMatchObject({ 'package:nginx': 'todo', 'package:tmux': 'todo' });
    const { last } = await finish(run(stage(), 'package:tmux'));
    expect(last).toMatchObject({ type: 'failed', failure: { kind: 'setup-failed', stage: 'packages' } });
    expect(last.type === 'failed' && last.failure.message).toContain('reached no mirror');
  });

  it('is cut off in the middle, run again, and leaves no web server that nobody asked for', async () => {
    const { host } = stage();
    stage().mirror = await startMirror(host);
    // Asked for a package that brings no other one, apt asks nobody: a plan must not be such a question.
    await inside(host, 'apt-get update -qq && apt-get install -y -qq libevent-core-2.1-7 libutempter0 >/dev/null');
    expect((await planOf(stage())).diskBytes).toBeGreaterThan(80_000_000);
    expect(await checkUp(stage())).toEqual(['nginx warn setup', 'tmux warn setup', 'git warn setup']);
    const asking = `${berthHome}/scripts/*/berth packages-plan --need tmux; type -P tmux || echo none`;
    expect(await inside(host, asking)).toMatch(/"isInstalled":false.*"diskBytes":\d+\}\}\nnone$/);

    let isCut = false;
    for await (const item of run(stage(), 'package:nginx')) {
      const isUnpacking = item.type === 'step' && item.step.title.startsWith('Unpacking nginx');
      if (isUnpacking && !isCut) await inside(host, killOperation);
      isCut ||= isUnpacking;
      if (item.type !== 'step') expect(item).toMatchObject({ type: 'failed' });
    }
    expect(isCut).toBe(true);
    expect(await inside(host, 'dpkg --audit; ls /var/lib/dpkg/updates')).not.toBe('');
    expect(statesOf(await planOf(stage()))).toMatchObject({ 'package:nginx': 'todo' });
    const plan = await succeedWith(run(stage(), ...packages));
    expect(statesOf(plan)).toMatchObject({
      'package:nginx': 'done',
      'package:tmux': 'done',
      'package:git': 'done',
      'code-server': 'todo',
    });
    expect(await checkUp(stage())).toEqual(['nginx ok undefined', 'tmux ok undefined', 'git ok undefined']);
    expect(await inside(host, 'nginx -v 2>&1; tmux -V; git --version; dpkg --audit')).toMatch(
      /^nginx.*\ntmux.*\ngit.*$/,
    );
    const state = 'systemctl is-enabled nginx || :; systemctl is-active nginx || :; ls /usr/sbin/policy-rc.d 2>&1 || :';
    expect(await inside(host, state)).toMatch(/^disabled\ninactive\nls: cannot access/);
    expect(await inside(host, 'cat /proc/net/tcp /proc/net/tcp6')).not.toMatch(/:0050 \S+ 0A/);

    const asked = stage().mirror?.requests.length;
    expect((await finish(run(stage(), ...packages))).steps).toEqual([]);
    expect(stage().mirror?.requests.length).toBe(asked);
  }, 120_000);
});

describe.skipIf(skip !== null)('packages of a host where a user may sudo', () => {
  const stage = setBareStage({ hasSudo: true }, 'dev');

  it('ends a download that is cancelled, and lets one setup run at a time', async () => {
    const { host, app } = stage();
    const mirror = await startMirror(host);
    stage().mirror = mirror;
    const healed = mirror.spoil({ path: /tmux.*deb$/, bytesPerSecond: 1000 });
    expect((await planOf(stage())).elevation).toBe('sudo');
    let ended: unknown = null;
    for await (const item of run(stage(), 'package:tmux', 'package:git')) {
      if (item.type !== 'step') ended = item;
      else if (item.step.title === 'Downloading tmux' && item.step.state === 'started') {
        expect((await finish(run(stage(), 'package:git'))).last).toMatchObject({ failure: { kind: 'busy' } });
        expect(await app.client.setup.cancel({ profile })).toEqual({ ok: true, value: { isCancelled: true } });
      }
    }
    expect(ended).toMatchObject({ type: 'failed', failure: { kind: 'cancelled', stage: 'packages' } });
    healed();
    const plan = await succeedWith(run(stage(), 'package:tmux'));
    expect(statesOf(plan)).toMatchObject({ 'package:tmux': 'done', 'package:git': 'todo' });
    expect(plan.downloadBytes).toBeGreaterThan(1_000_000);
  });

  it('takes no package that was spoilt on its way, and gets over a disk that was full', async () => {
    const { host } = stage();
    const failed = async (kind: string) => {
      const { last } = await finish(run(stage(), 'package:git'));
      expect(last).toMatchObject({ type: 'failed', failure: { kind, stage: 'packages' } });
      expect(await inside(host, 'type -P git || :')).toBe('');
    };
    const healed = stage().mirror?.spoil({ path: /\/git_.*deb$/, wrongByteAt: 100_000 });
    await failed('setup-failed');
    healed?.();
    for (const place of ['/var/cache/apt/archives', '/usr/lib/git-core']) {
      expect(await inside(host, 'dpkg --audit')).toBe('');
      await inside(host, `mkdir -p ${place}; mount -t tmpfs -o size=200k none ${place}`);
      await failed('disk-full');
      await inside(host, `umount ${place}`);
    }
    // dpkg takes back what did not fit, and leaves what git needs for the next run.
    expect(statesOf(await succeedWith(run(stage(), 'package:git')))).toMatchObject({ 'package:git': 'done' });
    expect(await inside(host, 'dpkg --audit; git --version')).toMatch(/^git version [\d.]+$/);
  });

  it('waits for whoever holds the lock of dpkg, and names it', async () => {
    const lock =
      'perl -MFcntl -e \'open F, ">>/var/lib/dpkg/lock-frontend"; $l = pack("s s x4 q q i", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $l) or die; print "held\\n"; close STDOUT; sleep 20\'';
    await inside(stage().host, `setsid ${lock} >/run/held 2>&1 & until grep -q held /run/held; do sleep 0.05; done`);
    const answer = await inside(
      stage().host,
      `BERTH_PACKAGES_LOCK_SECONDS=1 ${berthHome}/scripts/*/berth packages-install --need nginx --operation-id locked || :`,
      'dev',
    );
    expect(answer).toContain('"kind":"busy"');
    expect(answer).toMatch(/Another program installs packages on this server: perl \(process \d+\)\./);
  });

  it('gives the commands to somebody else where sudo would ask', async () => {
    await inside(stage().host, 'echo "dev ALL=(ALL) ALL" >/etc/sudoers.d/dev');
    const plan = await planOf(stage());
    expect(plan.elevation).toBe('none');
    expect(plan.isEnough).toBe(true);
    expect(plan.steps.find(({ id }) => id === 'package:nginx')).toMatchObject({
      state: 'by-hand',
      command:
        'apt-get update && apt-get install -y --no-install-recommends nginx-light && service nginx stop; update-rc.d nginx disable',
    });
    expect(statesOf(plan)).not.toHaveProperty('package:curl');
    const { last } = await finish(run(stage(), 'package:nginx'));
    expect(last).toMatchObject({ type: 'failed', failure: { kind: 'unavailable' } });
  });
});
