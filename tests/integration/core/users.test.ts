import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { finish, startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { askWorkbench } from './support/gate-client.ts';
import {
  berthHome,
  inside,
  isAlive,
  nodeInside,
  quoted,
  replaceCodeServer,
  setEnvironment,
  startInside,
  whileChanged,
} from './support/inside.ts';
import { makeSharedDesk } from './support/remembered-password.ts';
import { expectNothingRuns, listInstances, profile, start, stop } from './support/stage.ts';
import { standIns } from './support/stand-ins.ts';

const devFolders = ['/home/dev/code'];
let host: SandboxHost;
beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
}, 300_000);
afterAll(() => host?.stop());
afterEach(() => expectNoLeftovers(host));

const asDev = () => startTestCore(host, { draft: { user: 'dev', repositoryRoots: devFolders } });

describe('a login by password', () => {
  const failedLogins = async () =>
    Number(await inside(host, 'grep -c "Failed password for dev " /var/log/sshd.log || true'));

  it('asks for the password, tries a wrong one exactly once, and connects with the right one', async () => {
    const app = await startTestCore(host, {
      draft: { user: 'dev', authMethod: 'password', keyPath: null, repositoryRoots: devFolders },
    });
    const right = host.users.find(({ name }) => name === 'dev')?.password ?? '';
    const needed = { ok: false, failure: { kind: 'secret-needed', stage: 'auth', secretKind: 'password' } };
    const unlock = (secret: string) => app.client.hosts.unlock({ profile, secretKind: 'password', secret });

    expect(await app.client.hosts.connect({ profile })).toMatchObject(needed);
    expect(await failedLogins()).toBe(0);
    await unlock(`${right}x`);
    const wrong = await app.client.hosts.connect({ profile });
    expect(wrong).toMatchObject(needed);
    expect(!wrong.ok && wrong.failure.message).toContain('did not accept this password');
    expect(await failedLogins()).toBe(1);
    // It is forgotten, so that nobody is locked out by trying it again.
    expect(await app.client.hosts.connect({ profile })).toMatchObject(needed);
    expect((await finish(app.client.instances.start({ profile, repository: 'harbor-api' }))).last).toMatchObject({
      failure: { kind: 'secret-needed' },
    });
    expect(await failedLogins()).toBe(1);

    await unlock(right);
    expect(await app.client.hosts.connect({ profile })).toMatchObject({ ok: true, value: { state: 'connected' } });
    expect((await start(app, 'harbor-api')).state).toBe('running');
    await stop(app, 'harbor-api');
    await expectNoLeftovers(host, { secrets: [right] });
    await expectNothingRuns({ host, app });
    expect(await failedLogins()).toBe(1);
    await app.close();
  });
});

describe('a remembered password', () => {
  const passphrase = 'a canary of eight words';
  const needed = { ok: false, failure: { kind: 'secret-needed', secretKind: 'password' } };
  const connected = { ok: true, value: { state: 'connected' } };

  it('logs in without a question once the master passphrase was given, and is nowhere to be read', async () => {
    const password = host.users.find(({ name }) => name === 'dev')?.password ?? '';
    const desk = await makeSharedDesk(host, 'dev');
    const given = { profile, secretKind: 'password', secret: password, isRemembered: true } as const;
    await desk.run(async (client) => {
      expect(await client.hosts.connect({ profile })).toMatchObject(needed);
      await client.hosts.unlock(given);
      expect(await client.hosts.connect({ profile })).toMatchObject(connected);
    });
    // Without a master passphrase nothing was kept.
    expect(await desk.everythingWritten()).not.toContain(password);
    await desk.run(async (client) => {
      expect(await client.hosts.connect({ profile })).toMatchObject(needed);
      expect(await client.secrets.protect({ passphrase })).toMatchObject({ ok: true });
      await client.hosts.unlock(given);
      expect(await client.hosts.connect({ profile })).toMatchObject(connected);
    });

    await desk.run(async (client) => {
      expect(await client.secrets.status({})).toMatchObject({ value: { kind: 'passphrase', isLocked: true } });
      expect(await client.hosts.connect({ profile })).toMatchObject(needed);
      expect(await client.secrets.open({ passphrase })).toMatchObject({ value: { isLocked: false, count: 1 } });
      expect(await client.hosts.connect({ profile })).toMatchObject(connected);
      await client.hosts.disconnect({ profile });
      await client.secrets.lock({});
      expect(await client.hosts.connect({ profile })).toMatchObject(needed);
    });
    const asked: (string | null)[] = [];
    const ask = async (problem: string | null) => {
      asked.push(problem);
      return passphrase;
    };
    expect(await desk.run((client) => client.hosts.connect({ profile }), ask)).toMatchObject(connected);
    expect(asked).toEqual([null]);

    const written = await desk.everythingWritten();
    for (const canary of [password, passphrase]) {
      expect(written).not.toContain(canary);
      expect(written).not.toContain(Buffer.from(canary).toString('base64').slice(0, -3));
    }
    await desk.remove();
  });
});

describe('two users of one host', () => {
  let root: TestCore;
  let dev: TestCore;
  beforeAll(async () => {
    [root, dev] = await Promise.all([startTestCore(host), asDev()]);
  });
  afterAll(async () => {
    await root?.close();
    await dev?.close();
  });

  it('work side by side: ports, nginx and files of their own', async () => {
    const rows = await Promise.all([
      start(root, 'harbor-api'),
      start(dev, 'harbor-api'),
      start(root, 'tide-charts'),
      start(dev, 'tide-charts'),
    ]);
    expect(new Set(rows.map(({ port }) => port)).size).toBe(4);
    expect((await listInstances(root)).map(({ path }) => path)).toEqual([
      '/var/www/github/harbor-api',
      '/var/www/github/tide-charts',
    ]);
    expect((await listInstances(dev)).map(({ path }) => path)).toEqual([
      '/home/dev/code/harbor-api',
      '/home/dev/code/tide-charts',
    ]);
    for (const app of [root, dev]) {
      for (const repository of ['harbor-api', 'tide-charts']) expect(await askWorkbench(app, repository)).toBe(200);
    }
    const nginxOf = async (app: TestCore) => {
      const ports = await app.client.ports.list({ profile });
      return ports.ok ? ports.value.filter(({ kind }) => kind === 'nginx') : [];
    };
    const [ofRoot, ofDev] = await Promise.all([nginxOf(root), nginxOf(dev)]);
    expect([ofRoot, ofDev].flat().map(({ user, address }) => [user, address])).toEqual([
      ['root', '127.0.0.1'],
      ['dev', '127.0.0.1'],
    ]);
    expect(new Set([...ofRoot, ...ofDev].map(({ port }) => port))).toEqual(new Set([8886, 8887]));
    expect(await inside(host, `stat -c '%a %U' "${berthHome}"`, 'dev')).toBe('700 dev');
    expect((await host.run('ls /home/dev/.local/share/berth', { user: 'mallory' })).code).not.toBe(0);
    const owners = await inside(host, 'find /home/dev/.local -not -user dev');
    expect(owners).toBe('');
  });

  it('see what is not theirs as foreign, and a stop of one leaves the other alone', async () => {
    const ports = await dev.client.ports.list({ profile });
    const ofRoot = ports.ok ? ports.value.filter(({ user, port }) => user === 'root' && port >= 8886) : [];
    expect(ofRoot.map(({ kind, pid }) => [kind, pid])).toEqual(ofRoot.map(() => ['foreign', null]));
    expect(ofRoot.length).toBe(3);
    await Promise.all([stop(dev, 'harbor-api'), stop(dev, 'tide-charts')]);
    await expectNothingRuns({ host, app: dev });
    for (const repository of ['harbor-api', 'tide-charts']) expect(await askWorkbench(root, repository)).toBe(200);
    await Promise.all([stop(root, 'harbor-api'), stop(root, 'tide-charts')]);
    await expectNothingRuns({ host, app: root });
  });

  it('cannot pass off a listener as the other’s VS Code', async () => {
    await whileChanged(setEnvironment(host, { BERTH_HEALTHZ_SECONDS: '3' }), () =>
      whileChanged(replaceCodeServer(host, standIns.hangs), async () => {
        const program =
          'require("http").createServer((_, answer) => answer.end("trust me")).listen(+process.argv[1], "127.0.0.1", () => console.log("up"))';
        let forger = 0;
        for await (const item of root.client.instances.start({ profile, repository: 'harbor-api' })) {
          if (item.type === 'step' && item.step.stage === 'process' && item.step.state === 'done') {
            const [row] = await listInstances(root);
            const marks = `BERTH_INSTANCE=${row?.id} BERTH_INSTANCE_HOME=/root/.local/share/berth`;
            expect(row?.state).toBe('starting');
            forger = await startInside(
              host,
              `env ${marks} ${nodeInside} -e ${quoted(program)} ${row?.port}`,
              'mallory',
            );
          }
          if (item.type === 'step') continue;
          expect(item).toMatchObject({ type: 'failed', failure: { stage: 'healthz' } });
        }
        expect(forger).toBeGreaterThan(0);
        await host.run(`kill -KILL ${forger}`);
      }),
    );
    await expectNothingRuns({ host, app: root });
  });
});

describe('a stop', () => {
  it('ends all of the instance, also what left its tree, and nothing else', async () => {
    const app = await asDev();
    const { id, pid } = await start(app, 'harbor-api');
    const disguise = `exec -a "/opt/code-server/node entry.js --bind-addr 127.0.0.1:8888 --cookie-suffix ${id}" sleep 1000`;
    const decoy = (words: string, user: string) => startInside(host, `bash -c ${quoted(`echo up; ${words}`)}`, user);
    const spared = await Promise.all([
      decoy(disguise, 'dev'),
      decoy(`cd ~/code/harbor-api; ${disguise}`, 'dev'),
      decoy(`export BERTH_INSTANCE=${id} BERTH_INSTANCE_HOME=/home/dev/other; exec sleep 1000`, 'dev'),
      decoy(`export BERTH_INSTANCE=other-000000 BERTH_INSTANCE_HOME=/home/dev/other; exec sleep 1000`, 'dev'),
      decoy(disguise, 'mallory'),
      decoy(`export BERTH_INSTANCE=${id} BERTH_INSTANCE_HOME=/home/dev/.local/share/berth; exec sleep 1000`, 'mallory'),
    ]);
    // As a terminal of the editor would: with the instance's environment, in a session of its own.
    const inEditor = (words: string) =>
      startInside(
        host,
        `bash -c ${quoted(`mapfile -d '' -t e </proc/${pid}/environ; exec env -i "\${e[@]}" bash -c ${quoted(words)}`)}`,
        'dev',
      );
    const own = [
      await inEditor('echo up; exec nohup sleep 1000'),
      await inEditor('trap "" TERM HUP; echo up; while :; do sleep 1; done'),
    ];
    const daemon = await inEditor('setsid --fork sleep 4321; echo up; sleep 1000');
    const forked = Number(await inside(host, 'pgrep -x -f "sleep 4321"', 'dev'));

    await whileChanged(setEnvironment(host, { BERTH_STOP_SECONDS: '1' }, 'dev'), () => stop(app, 'harbor-api'));
    expect(await Promise.all(spared.map((decoyPid) => isAlive(host, decoyPid)))).toEqual(spared.map(() => true));
    expect(await Promise.all([...own, daemon, forked].map((gone) => isAlive(host, gone)))).toEqual(
      Array(4).fill(false),
    );
    for (const decoyPid of spared) await inside(host, `kill -KILL ${decoyPid}`);
    await expectNothingRuns({ host, app });
    await app.close();
  });
});
