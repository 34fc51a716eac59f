import { describe, expect, it } from 'vitest';
import type { AlertEntry, AlertSettings } from '../../../main/contract/alerts.ts';
import type { Result } from '../../../main/contract/failure.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { type Change, inside, nodeInside, quoted, startInside, whileChanged } from './support/inside.ts';
import { profile, setStage, start, stop } from './support/stage.ts';

/** A webhook on the host itself: one line per notice. */
const receiver = `
const fs = require('node:fs');
require('node:http').createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => { fs.appendFileSync('/tmp/notices', body + '\\n'); response.end(); });
}).listen(8444, '127.0.0.1', () => console.log('up'));`;
/** 1.5 GB that are really used, for as long as it lives. */
const hog = 'const held = Buffer.alloc(1536 * 1024 ** 2, 1); setInterval(() => held[0], 1000); console.log("up");';

const stage = setStage();

/** What a call answers, which must succeed. */
async function value<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

/** Runs a Node program inside the host, with these variables. */
async function program(text: string, variables = ''): Promise<Change> {
  const pid = await startInside(stage.host, `env ${variables} ${nodeInside} -e ${quoted(text)}`);
  return {
    undo: async () => {
      await inside(stage.host, `kill -KILL ${pid}`);
    },
  };
}

/** Saves the settings, which makes the host look at once, and tells what came of it. */
async function configure(change: (settings: AlertSettings) => AlertSettings) {
  const { alerts } = stage.app.client;
  const settings = await value(alerts.settings({ profile }));
  await value(alerts.configure({ profile, settings: change(settings) }));
  return value(alerts.list({ profile }));
}
const rule = (kind: 'memory' | 'disk', raised: number, cleared: number) => (settings: AlertSettings) => ({
  ...settings,
  rules: {
    ...settings.rules,
    [kind]: { isEnabled: true, raisedAboveShare: raised, clearedBelowShare: cleared, durationSeconds: 0 },
  },
});
const look = () => configure((settings) => settings);
const noticed = async () =>
  (await inside(stage.host, 'cat /tmp/notices'))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { kind: string; state: string; repository: string | null; host: string });

describe('a host that warns', () => {
  it('tells of memory, a full disk and a crash, names the repository, sends each once, and tells when it is over', async () => {
    const { host, app } = stage;
    await whileChanged(program(receiver), async () => {
      const instance = await start(app, 'harbor-api');
      const heard: AlertEntry[] = [];
      const leaving = new AbortController();
      const listening = (async () => {
        for await (const item of app.client.alerts.watch({}, { signal: leaving.signal })) {
          if (item.type === 'entry' && !item.isPast) heard.push(item.entry);
        }
      })().catch(() => undefined);
      const delivery = { webhookUrl: 'http://127.0.0.1:8444/hook', ntfyUrl: null };
      const atOnce = { isEnabled: true, raisedAboveShare: null, clearedBelowShare: null, durationSeconds: 0 };
      // Its own nginx and the way to the editor answer, and asking them is no work in it.
      const wanted = (settings: AlertSettings) => ({
        ...settings,
        delivery,
        rules: { ...settings.rules, 'setup-broken': atOnce },
      });
      expect((await configure(wanted)).raised).toEqual([]);

      const { memory } = await value(app.client.hosts.stats({ profile }));
      const used = 1 - memory.availableBytes / memory.totalBytes;
      const share = (1536 * 1024 ** 2) / memory.totalBytes;
      const home = await inside(host, 'echo "$HOME/.local/share/berth"');
      await whileChanged(program(hog, `BERTH_INSTANCE=${instance.id} BERTH_INSTANCE_HOME=${home}`), async () => {
        await configure(rule('memory', used + share / 2, used + share / 3));
        const { raised } = await poll('the memory is raised', async () => {
          const log = await look();
          return log.raised.length > 0 ? log : null;
        });
        expect(raised[0]).toMatchObject({ kind: 'memory', repository: 'harbor-api', instanceId: instance.id });
        expect(raised[0]?.share).toBeCloseTo(used + share, 1);
      });
      await poll('the memory is cleared', async () => ((await look()).raised.length === 0 ? true : null));

      await inside(
        host,
        'mkdir /srv/small; mount -t tmpfs -o size=4m,mode=0777 none /srv/small; git init -q /srv/small/repo',
      );
      const added = await value(app.client.repositories.add({ profile, path: '/srv/small/repo' }));
      await start(app, added.id);
      await inside(host, 'head -c 4m /dev/zero >/srv/small/full 2>/dev/null || true');
      expect((await look()).raised).toMatchObject([{ kind: 'disk', target: '/srv/small', share: 1 }]);
      await inside(host, 'rm /srv/small/full');
      expect((await look()).raised).toEqual([]);

      // The keeper brings it back.
      await inside(host, `kill -KILL $(cat /proc/${instance.pid}/task/${instance.pid}/children)`);
      const log = await poll('the crash is told', async () => {
        const now = await look();
        return now.entries[0]?.kind === 'instance-crashed' ? now : null;
      });
      expect(log.entries[0]).toMatchObject({ repository: 'harbor-api', instanceId: instance.id });

      const expected = log.entries.toReversed().map(({ kind, state }) => `${kind} ${state}`);
      expect(expected).toEqual([
        'memory raised',
        'memory cleared',
        'disk raised',
        'disk cleared',
        'instance-crashed told',
      ]);
      const came = await poll('all notices came', async () => {
        const all = await noticed();
        return all.length >= expected.length ? all : null;
      });
      expect(came.map(({ kind, state }) => `${kind} ${state}`)).toEqual(expected);
      await poll('their delivery is noted', async () => {
        const { entries } = await value(app.client.alerts.list({ profile }));
        return entries.every(({ deliveries }) => deliveries[0]?.outcome === 'delivered') ? true : null;
      });
      await poll('all was heard', async () => (heard.length >= expected.length ? true : null));
      expect(heard.map(({ kind, state }) => `${kind} ${state}`)).toEqual(expected);
      leaving.abort();
      await listening;

      await stop(app, added.id);
      await stop(app, 'harbor-api');
      // It stays for the notices, and goes with the address.
      const keepers = 'grep -lszE "^BERTH_KEEPER_HOME=" /proc/[0-9]*/environ | wc -l';
      expect(Number(await inside(host, keepers))).toBeGreaterThan(0);
      await configure((settings) => ({ ...settings, delivery: { webhookUrl: null, ntfyUrl: null } }));
      expect(await inside(host, `${keepers} || true`)).toBe('0');
      await inside(host, 'umount /srv/small; rmdir /srv/small');
    });
  }, 90_000);
});
