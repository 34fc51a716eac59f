import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../main/contract/instances.ts';
import type { Repository } from '../../../main/contract/repositories.ts';
import { finish, succeedWith } from '../../support/app/test-core.ts';
import { askGate, askWorkbench } from './support/gate-client.ts';
import { hostileNames, worstNames } from './support/hostile-folders.ts';
import { berthHome, inside, quoted, replaceCodeServer, whileChanged } from './support/inside.ts';
import { expectNothingRuns, listInstances, profile, setStage } from './support/stage.ts';
import { standIns } from './support/stand-ins.ts';

const root = '/srv/hostile';
/** As many as there are ports for. */
const portCount = 12;

describe('hostile names and paths of repositories', () => {
  const stage = setStage({ repositories: [] }, { draft: { repositoryRoots: [root] } });

  /** Makes folders that hold a repository each. */
  const makeRepositories = (paths: readonly string[]) =>
    inside(
      stage.host,
      paths
        .map(
          (path) =>
            `mkdir -p -- ${quoted(`${path}/.git`)}; echo 'ref: refs/heads/main' >${quoted(`${path}/.git/HEAD`)}`,
        )
        .join('\n'),
    );
  const listRepositories = async () => {
    const listed = await stage.app.client.repositories.list({ profile });
    if (!listed.ok) throw new Error(listed.failure.message);
    return listed.value;
  };
  const startOf = (reference: string) =>
    succeedWith(stage.app.client.instances.start({ profile, repository: reference }));
  const stopAll = (rows: readonly Instance[]) =>
    Promise.all(rows.map(({ id }) => succeedWith(stage.app.client.instances.stop({ profile, repository: id }))));
  const expectNoCanary = async () =>
    expect(await inside(stage.host, 'find / -xdev -name canary 2>/dev/null || true')).toBe('');
  const refuse = async (reference: string) => {
    const { last } = await finish(stage.app.client.instances.start({ profile, repository: reference }));
    if (last.type !== 'failed') throw new Error(`${JSON.stringify(reference)} was started`);
    expect(last.failure.message).toMatch(/^[A-Z][^\n]+\.$/);
    expect(last.failure.nextStep).toMatch(/\.$/);
    return last.failure;
  };
  /** The folder that the instance's route sends a browser to. */
  const folderOf = async ({ id }: Instance) => {
    const opened = await stage.app.client.instances.open({ profile, repository: id });
    if (!opened.ok) throw new Error(opened.failure.message);
    const entry = stage.app.core.gate.find(profile, id);
    const path = `/vscode/${id}/`;
    const answer = await askGate(opened.value.origin, path, {
      cookie: `${entry?.cookie.name}=${entry?.cookie.value}`,
    });
    return new URL(answer.location, opened.value.origin + path).searchParams.get('folder');
  };
  /** Starts these at once, looks at each from all sides, and stops them. */
  const runTogether = async (repositories: readonly Pick<Repository, 'id' | 'path'>[]) => {
    const rows = await Promise.all(repositories.map(({ id }) => startOf(id)));
    expect(rows.map(({ state, path }) => [state, path])).toEqual(repositories.map(({ path }) => ['running', path]));
    expect(await Promise.all(rows.map(folderOf))).toEqual(repositories.map(({ path }) => path));
    await inside(stage.host, `cd "${berthHome}/nginx" && nginx -t -q -p "$PWD" -e logs/error.log -c conf/nginx.conf`);
    const listed = (await listInstances(stage.app)).filter(({ state }) => state === 'running');
    expect(listed.map(({ path }) => path).sort()).toEqual(repositories.map(({ path }) => path).sort());
    await stopAll(rows);
  };

  it('has over 60 of them', () => {
    expect(new Set(hostileNames).size).toBe(hostileNames.length);
    expect(hostileNames.length).toBeGreaterThanOrEqual(60);
  });

  it('lists every one under a name that can be shown, with an id of its own', async () => {
    await makeRepositories(hostileNames.map((name) => `${root}/${name}`));
    const listed = await listRepositories();
    expect(listed.map(({ path }) => path).sort()).toEqual(hostileNames.map((name) => `${root}/${name}`).sort());
    expect(new Set(listed.map(({ id }) => id)).size).toBe(hostileNames.length);
    for (const { name, branch } of listed) {
      expect(name.trim()).not.toBe('');
      expect(name).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      expect(branch).toBe('main');
    }
    await expectNoCanary();
  });

  it('starts every one, leads a browser to its folder, and stops it', async () => {
    const listed = await listRepositories();
    await whileChanged(replaceCodeServer(stage.host, standIns.behaves), async () => {
      for (let index = 0; index < listed.length; index += portCount) {
        await runTogether(listed.slice(index, index + portCount));
      }
    });
    await expectNoCanary();
    await expectNothingRuns(stage);
  }, 180_000);

  it('starts the worst with the real VS Code', async () => {
    const worst = (await listRepositories()).filter(({ path }) => worstNames.includes(path.slice(root.length + 1)));
    expect(worst.length).toBe(worstNames.length);
    await runTogether(worst);
    const [first] = worst;
    await startOf(first?.id ?? '');
    expect(await askWorkbench(stage.app, first?.id ?? '')).toBe(200);
    await stopAll(await listInstances(stage.app));
    await expectNoCanary();
    await expectNothingRuns(stage);
  }, 120_000);

  it('takes paths as hostile as the names', async () => {
    const deep = `/srv/${Array.from({ length: 40 }, (_, level) => `${level}${'d'.repeat(90)}`).join('/')}`;
    const paths = [
      '/srv/$(touch /tmp/canary)/x',
      '/srv/`touch /tmp/canary`/; touch /root/canary ',
      '/srv/ \n /../\t',
      '/srv/.hidden',
      '/srv/...',
      '/srv/..x',
      '/srv/--/-',
      deep,
    ];
    expect(deep.length).toBeGreaterThan(3500);
    await makeRepositories(paths);
    await inside(stage.host, `ln -s ${quoted(`${root}/two words`)} '/srv/link $(touch canary)'`);
    paths.push('/srv/link $(touch canary)');
    await whileChanged(replaceCodeServer(stage.host, standIns.behaves), async () => {
      const rows = await Promise.all(paths.map(startOf));
      expect(rows.map(({ path }) => path)).toEqual(paths.map((path) => posix.normalize(path)));
      expect(await Promise.all(rows.map(folderOf))).toEqual(paths.map((path) => posix.normalize(path)));
      // Two ways to write one path are one instance.
      expect((await startOf(`${root}/../hostile//../link $(touch canary)/`)).id).toBe(rows.at(-1)?.id);
      await stopAll(rows);
    });
    await expectNoCanary();
    await expectNothingRuns(stage);
  }, 60_000);

  it('refuses what is no folder in one sentence', async () => {
    await inside(
      stage.host,
      'echo x >/srv/file; ln -s loop /srv/loop; ln -s /nowhere /srv/dangling; mkdir -m 0 /srv/closed',
    );
    for (const reference of ['/srv/file', '/srv/loop', '/srv/dangling', '/srv/closed/x', '/srv/nowhere\n']) {
      expect(await refuse(reference)).toMatchObject({ kind: 'repository-not-found', stage: 'directories' });
    }
    for (const reference of ['..', '--profile', '$(touch canary)/..', '**', '~/x', 'nowhere; touch canary']) {
      expect(await refuse(reference)).toMatchObject({ kind: 'repository-not-found', stage: 'input' });
    }
    for (const reference of [`/srv/${'x'.repeat(256)}`, `/${'a/'.repeat(2047)}b`]) {
      const { kind, message } = await refuse(reference);
      expect([kind, message]).toEqual(['invalid-input', expect.stringContaining('too long')]);
    }
    await expectNoCanary();
    await expectNothingRuns(stage);
  });

  it('lists names that are no text, and refuses to start them in one sentence', async () => {
    await inside(stage.host, `mkdir -p ${root}/$'caf\\xe9'/.git ${root}/$'caf\\xe8'/.git ${root}/$'\\xff\\xfe'/.git`);
    const listed = (await listRepositories()).filter(({ path }) => path.includes('\ufffd'));
    expect(listed.map(({ name }) => name).sort()).toEqual(['caf\ufffd', 'caf\ufffd', '\ufffd\ufffd']);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(3);
    for (const { id, path } of listed) {
      for (const reference of [id, path]) {
        const failure = await refuse(reference);
        expect(failure).toMatchObject({ kind: 'invalid-input', stage: 'input' });
        expect(failure.message).toContain('is not text in UTF-8');
        expect(failure.nextStep).toContain('Rename');
      }
    }
    await expectNothingRuns(stage);
  });
});
