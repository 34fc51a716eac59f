import { hostname, userInfo } from 'node:os';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { z } from 'zod';
import { instanceSettings } from '../../../main/contract/instances.ts';
import type { LogItem, logSource } from '../../../main/contract/logs.ts';
import { finish, succeedWith } from '../../support/app/test-core.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { askGate } from './support/gate-client.ts';
import { inside } from './support/inside.ts';
import { listStates, profile, setStage, start } from './support/stage.ts';

const stage = setStage();
const on = (repository: string) => ({ profile, repository });
const asPage = { 'sec-fetch-dest': 'document' };

describe('many instances of a host', () => {
  it('an open tab is told that its instance sleeps, and goes on by its cookie once it wakes', async () => {
    const { client, core } = stage.app;
    const first = await start(stage.app, 'harbor-api');
    const opened = await client.instances.open(on('harbor-api'));
    if (!opened.ok) throw new Error(opened.failure.message);
    const { origin, instanceId } = opened.value;
    const entry = core.gate.find(profile, instanceId);
    const look = (headers = {}) =>
      askGate(origin, `${entry?.path}?ew=true`, { cookie: `${entry?.cookie.name}=${entry?.cookie.value}`, ...headers });
    expect((await look()).status).toBe(200);

    const suspended = await succeedWith(client.instances.suspend(on('harbor-api')));
    expect(suspended).toMatchObject({ state: 'suspended', port: first.port, pid: null, memoryBytes: null });
    const asleep = await look(asPage);
    expect([asleep.status, asleep.body.includes(`${instanceId} is asleep`)]).toEqual([503, true]);
    const refused = await client.instances.open(on('harbor-api'));
    expect(!refused.ok && refused.failure.kind).toBe('instance-not-running');

    const woken = await start(stage.app, instanceId);
    expect(woken).toMatchObject({ state: 'running', port: first.port });
    expect((await look()).status).toBe(200);

    const restarted = await succeedWith(client.instances.restart(on('harbor-api')));
    expect(restarted).toMatchObject({ state: 'running', port: first.port });
    expect(restarted.pid).not.toBe(woken.pid);
    expect((await look()).status).toBe(200);

    await succeedWith(client.instances.stop(on('harbor-api')));
    expect((await look(asPage)).body).toContain(`${instanceId} is stopped`);
  });

  it('all are started and stopped by one word, and settings count from the next start', async () => {
    const { client } = stage.app;
    const settings = instanceSettings.parse({ idleMinutes: 7, environment: { GREETING: 'good morning' } });
    expect(await client.instances.configure({ ...on('harbor-api'), settings })).toEqual({ ok: true, value: settings });
    expect(await client.instances.settings(on('harbor-api'))).toEqual({ ok: true, value: settings });
    const names = ['harbor-api', 'tide-charts', 'lighthouse-docs'];
    const { steps, last } = await finish(client.instances.startAll({ profile, repositories: names }));
    expect(last).toMatchObject({ type: 'done', value: { instances: { length: 3 }, failures: [] } });
    expect(steps.filter((step) => step === 'process done')).toHaveLength(3);
    const greeted = await inside(
      stage.host,
      `grep -lszxF 'GREETING=good morning' /proc/[0-9]*/environ | xargs grep -hszo 'BERTH_INSTANCE=[a-z0-9-]*' | tr '\\0' '\\n' | sort -u`,
    );
    expect(greeted).toMatch(/^BERTH_INSTANCE=harbor-api-\w+\n?$/);
    const stopped = await succeedWith(client.instances.stopAll({ profile }));
    expect(stopped).toMatchObject({ instances: { length: 3 }, failures: [] });
    expect(new Set(Object.values(await listStates(stage.app)))).toEqual(new Set(['stopped']));
    // Without names, those that were there before.
    const again = await succeedWith(client.instances.startAll({ profile }));
    expect([again.instances.length, again.failures]).toEqual([3, []]);
    await succeedWith(client.instances.stopAll({ profile }));
  });

  it('a log is followed from one run into the next', async () => {
    const { client } = stage.app;
    await start(stage.app, 'harbor-api');
    const abort = new AbortController();
    onTestFinished(() => abort.abort());
    const items: LogItem[] = [];
    const following = (async () => {
      const log = client.logs.follow({ profile, source: { repository: 'harbor-api' } }, { signal: abort.signal });
      for await (const item of log) items.push(item);
    })().catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    });
    const textSince = (index: number) =>
      items
        .slice(index)
        .map((item) => (item.type === 'text' ? item.text : ''))
        .join('');
    await poll('the end of the log', () => textSince(0).includes('HTTP server listening'));
    expect(items[0]).toMatchObject({ type: 'text', isNew: true });
    const before = items.length;
    await succeedWith(client.instances.restart(on('harbor-api')));
    await poll('the log of the next run', () => textSince(before).includes('HTTP server listening'));
    expect(items.slice(before).filter((item) => item.type === 'text' && item.isNew)).toHaveLength(1);
    abort.abort();
    await following;
    await succeedWith(client.instances.stop(on('harbor-api')));
  });

  it('what was done is noted with who asked, nginx notes requests without their queries, and no secret is told', async () => {
    const { client, core } = stage.app;
    await start(stage.app, 'harbor-api');
    const opened = await client.instances.open(on('harbor-api'));
    if (!opened.ok) throw new Error(opened.failure.message);
    const entry = core.gate.find(profile, opened.value.instanceId);
    const cookie = `${entry?.cookie.name}=${entry?.cookie.value}`;
    await askGate(opened.value.origin, `${entry?.path}healthz?tkn=not-for-logs`, { cookie });
    await inside(
      stage.host,
      `echo 'GITHUB_TOKEN=not-for-logs' >>~/.local/share/berth/instances/${opened.value.instanceId}/log`,
    );
    const listed = await client.logs.sources({ profile });
    const known = listed.ok ? listed.value.map(({ source, title }) => `${source.kind} ${title}`) : [];
    expect(known).toEqual(
      expect.arrayContaining(['operations What Berth did', 'nginx-access nginx requests', 'instance harbor-api']),
    );
    const read = async (source: z.input<typeof logSource>) => {
      const items: LogItem[] = [];
      for await (const item of client.logs.follow({ profile, source, isFollowed: false })) items.push(item);
      return items.map((item) => (item.type === 'text' ? item.text : '')).join('');
    };
    const operations = (await read({ kind: 'operations' })).trimEnd().split('\n');
    const asker = `${userInfo().username}@${hostname()}`.replaceAll(/[^\w@.+-]+/g, '-');
    expect(
      operations
        .findLast((line) => line.includes('instance-start'))
        ?.split('\t')
        .slice(1, 5),
    ).toEqual([asker, 'instance-start', opened.value.instanceId, 'ok']);
    const requests = await read({ kind: 'nginx-access' });
    expect(requests).toContain(`GET ${entry?.path}healthz `);
    expect(requests).not.toContain('not-for-logs');
    const log = await read({ repository: 'harbor-api' });
    expect(log).toContain('GITHUB_TOKEN=•••\n');
    await succeedWith(client.instances.stop(on('harbor-api')));
  });

  it('a host tells its settings, its supervision and its base, and is put right when asked', async () => {
    const { client } = stage.app;
    expect(await client.hosts.settings({ profile })).toMatchObject({ ok: true, value: { idleMinutes: 30 } });
    const settings = { idleMinutes: 45, nginxKind: 'own' as const, nginxSite: null };
    expect(await client.hosts.configure({ profile, settings })).toEqual({ ok: true, value: settings });
    expect(await client.hosts.supervision({ profile })).toMatchObject({ ok: true, value: { kind: 'marker' } });
    const saved = await succeedWith(client.bases.save(on('harbor-api')));
    expect(saved).toMatchObject({ repository: 'harbor-api', savedAtMs: expect.any(Number) });
    expect(await client.bases.show({ profile })).toEqual({ ok: true, value: saved });
    expect(await client.bases.clear({ profile })).toMatchObject({ ok: true, value: { repository: null } });
    await inside(stage.host, 'mkdir -p ~/.local/share/berth/ports && echo nobody >~/.local/share/berth/ports/8897');
    const reconciled = await client.ports.reconcile({ profile });
    expect(reconciled.ok && reconciled.value.changes.map(({ message }) => message).join()).toContain('8897');
    expect(await client.ports.reconcile({ profile })).toEqual({ ok: true, value: { changes: [] } });
    // What a newer Berth wrote is left alone, and whoever asks is told so.
    await inside(stage.host, "sed -i 's/^schema=.*/schema=99/' ~/.local/share/berth/settings");
    expect(await client.hosts.settings({ profile })).toMatchObject({ ok: false, failure: { kind: 'record-newer' } });
    await inside(stage.host, "sed -i 's/^schema=.*/schema=1/' ~/.local/share/berth/settings");
    const address = await client.instances.publicAddress(on('harbor-api'));
    expect(!address.ok && address.failure.kind).toMatch(/^(unavailable|instance-not-running)$/);
  });
});
