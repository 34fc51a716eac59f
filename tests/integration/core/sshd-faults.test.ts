import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Instance } from '../../../main/contract/instances.ts';
import { startTestCore, type TestCore, type Watched } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { askGate, askWorkbench } from './support/gate-client.ts';
import { inside } from './support/inside.ts';
import { startSecondSshd } from './support/second-sshd.ts';
import { expectNothingRuns, listInstances, profile, start, stop } from './support/stage.ts';
import { expectHonestStart } from './support/unsteady.ts';

/** By its path, so that nothing but the start itself goes over the link. */
const repository = '/var/www/github/harbor-api';
let host: SandboxHost;
beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
}, 300_000);
afterAll(() => host?.stop());
afterEach(() => expectNoLeftovers(host));

it.each(['claim started', 'healthz started'])(
  'sshd that is killed when a start is at "%s": the answer is asked for by its id',
  async (moment) => {
    const sshd = await startSecondSshd(host, moment.startsWith('claim') ? 2223 : 2224);
    const app = await startTestCore(host, { ssh: sshd });
    await listInstances(app);
    let last: Watched<Instance>['last'] | null = null;
    let isKilled = false;
    for await (const item of app.client.instances.start({ profile, repository })) {
      if (item.type !== 'step') {
        last = item;
        break;
      }
      if (isKilled || `${item.step.stage} ${item.step.state}` !== moment) continue;
      isKilled = true;
      await inside(host, `kill -KILL ${(await sshd.servingPids()).join(' ')}`);
    }
    expect(isKilled).toBe(true);
    if (last === null) throw new Error('the start ended without an outcome');
    expect(await expectHonestStart(host, app, last)).toBe('done');
    await stop(app, repository);
    await expectNothingRuns({ host, app });
    await app.close();
  },
);

it.each([
  [1, 2231],
  [2, 2232],
])(
  'sshd that permits %i sessions per connection: two starts and a look at the server take turns',
  async (count, port) => {
    const app = await startTestCore(host, { ssh: await startSecondSshd(host, port, [`MaxSessions=${count}`]) });
    await expectNothingRuns({ host, app });
    const [one, two, stats] = await Promise.all([
      start(app, repository),
      start(app, 'tide-charts'),
      app.client.hosts.stats({ profile }),
    ]);
    expect([one.state, two.state, stats.ok]).toEqual(['running', 'running', true]);
    await Promise.all([stop(app, repository), stop(app, 'tide-charts')]);
    expect(await app.client.hosts.stats({ profile })).toMatchObject({ ok: true });
    await expectNothingRuns({ host, app });
    await app.close();
  },
);

/** Asks VS Code over a WebSocket as its page does first: it answers with what is to be signed. */
async function askOverSocket(origin: string, id: string, cookie: string): Promise<string> {
  const { host: name, port } = new URL(origin);
  const query = `reconnectionToken=${randomUUID()}&reconnection=false&skipWebSocketFrames=false`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/vscode/${id}/stable?${query}`, {
    headers: { host: name, origin, cookie },
  });
  await once(socket, 'open');
  const question = Buffer.from(JSON.stringify({ type: 'auth', auth: '00000000000000000000', data: '' }));
  const head = Buffer.alloc(13);
  head.writeUInt8(2, 0);
  head.writeUInt32BE(question.length, 9);
  socket.send(Buffer.concat([head, question]));
  const [answer] = (await once(socket, 'message')) as [Buffer];
  socket.terminate();
  return answer.subarray(13).toString();
}

it('editors need a forward to one port and none to sockets; where that is forbidden, VS Code starts and the tab says it', async () => {
  const least = ['PermitOpen=127.0.0.1:8887', 'AllowStreamLocalForwarding=no'];
  const [tcpOff, allOff, kept] = [
    await startTestCore(host, { ssh: await startSecondSshd(host, 2240, ['AllowTcpForwarding=no']) }),
    await startTestCore(host, { ssh: await startSecondSshd(host, 2242, ['DisableForwarding=yes']) }),
    await startTestCore(host, { ssh: await startSecondSshd(host, 2243, least) }),
  ];
  const { id } = await start(tcpOff, repository);
  const open = async ({ client, core }: TestCore) => {
    const opened = await client.instances.open({ profile, repository });
    if (!opened.ok) throw new Error(opened.failure.message);
    const { name, value } = core.gate.find(profile, id)?.cookie ?? { name: '', value: '' };
    return { origin: opened.value.origin, cookie: `${name}=${value}` };
  };
  for (const app of [tcpOff, allOff]) {
    const { origin, cookie } = await open(app);
    const headers = { cookie, 'sec-fetch-dest': 'document', accept: 'text/html' };
    const page = await askGate(origin, `/vscode/${id}/`, headers);
    expect(page).toMatchObject({ status: 502, body: expect.stringContaining('AllowTcpForwarding') });
  }
  expect(await askWorkbench(kept, repository)).toBe(200);
  const { origin, cookie } = await open(kept);
  expect(await askOverSocket(origin, id, cookie)).toContain('"type":"sign"');
  expect(await kept.client.hosts.diagnose({ profile })).toMatchObject({ ok: true, value: { failure: null } });
  await stop(kept, repository);
  await expectNothingRuns({ host, app: kept });
  await Promise.all([tcpOff, allOff, kept].map((app) => app.close()));
});

it('a host that was set up anew stops the link, until its old key is forgotten and the one it shows is trusted', async () => {
  await inside(host, 'ssh-keygen -q -t ed25519 -N "" -f /etc/ssh/anew');
  const shown = await inside(host, 'ssh-keygen -lf /etc/ssh/anew.pub');
  const fingerprint = shown.split(' ')[1] ?? '';
  const app = await startTestCore(host, { ssh: await startSecondSshd(host, 2241, ['HostKey=/etc/ssh/anew']) });
  const { hosts } = app.client;
  const changed = await hosts.connect({ profile });
  expect(changed).toMatchObject({ ok: false, failure: { kind: 'host-key-changed', hostKey: { fingerprint } } });
  expect(!changed.ok && changed.failure.detail).toContain(host.hostKey.fingerprint);
  expect((await hosts.trust({ profile, fingerprint })).ok).toBe(false);

  expect(await hosts.forgetKey({ profile, confirmation: 'yes' })).toMatchObject({
    ok: false,
    failure: { kind: 'invalid-input' },
  });
  const known = { file: path.join(app.dataDirectory, 'known_hosts'), lineNumber: 1 };
  expect(await hosts.forgetKey({ profile, confirmation: host.ssh.host })).toEqual({
    ok: true,
    value: { removed: [{ ...known, fingerprint: host.hostKey.fingerprint }] },
  });
  expect(await hosts.connect({ profile })).toMatchObject({
    ok: false,
    failure: { kind: 'host-key-unknown', hostKey: { fingerprint } },
  });
  expect(await hosts.trust({ profile, fingerprint })).toMatchObject({ ok: true });
  expect(await hosts.stats({ profile })).toMatchObject({ ok: true });
  expect(await inside(host, 'grep -c "Accepted publickey" /var/log/sshd-2241.log')).toBe('1');
  await app.close();
});
