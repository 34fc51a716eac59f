import { beforeAll, describe, expect, it } from 'vitest';
import type { Failure, Result } from '../../../main/contract/failure.ts';
import type { OperationItem, OperationStep } from '../../../main/contract/operation.ts';
import type { Repository } from '../../../main/contract/repositories.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { type Forge, makeForge } from './support/forge.ts';
import { inside } from './support/inside.ts';
import { profile, setStage } from './support/stage.ts';

const root = '/srv/code';

describe('repositories of a host', () => {
  const stage = setStage({ repositories: [], hasCodeServer: false }, { draft: { repositoryRoots: [root] } });
  let forge: Forge;
  beforeAll(async () => {
    forge = await makeForge(stage.host);
  }, 60_000);

  type CloneInput = Parameters<typeof stage.app.client.repositories.clone>[0];
  const clone = (part: Omit<CloneInput, 'profile' | 'path'> & { readonly path?: string }) =>
    stage.app.client.repositories.clone({ profile, path: `${root}/copy`, ...part });
  const endOf = async (operation: AsyncIterable<OperationItem<Repository>>) => {
    const steps: OperationStep[] = [];
    for await (const item of operation) {
      if (item.type !== 'step') return { steps, ...item };
      steps.push(item.step);
    }
    throw new Error('the clone ended without an outcome');
  };
  const cloned = async (part: Parameters<typeof clone>[0]) => {
    const end = await endOf(clone(part));
    if (end.type === 'failed') throw new Error(`${end.failure.message}\n${end.failure.detail}`);
    return end;
  };
  const refused = async (part: Parameters<typeof clone>[0]): Promise<Failure> => {
    const end = await endOf(clone(part));
    if (end.type === 'done') throw new Error('it was cloned');
    expect(end.failure.message).toMatch(/^\S[^\n]+\.$/);
    expect(end.failure.nextStep).toMatch(/\.$/);
    await expectNothingMade();
    return end.failure;
  };
  const expectNothingMade = async () => {
    expect(await inside(stage.host, `ls -A ${root} 2>/dev/null || true`)).toBe('');
    expect(await inside(stage.host, 'pgrep -u root -fa "[/ ]git |[a]skpass" || true')).toBe('');
  };
  const dropCopy = () => inside(stage.host, `rm -r ${root}/*`);
  const must = async <T>(answer: Promise<Result<T>>): Promise<T> => {
    const told = await answer;
    if (!told.ok) throw new Error(`${told.failure.message}\n${told.failure.detail}`);
    return told.value;
  };
  const knownHosts = () => inside(stage.host, 'cat ~/.ssh/known_hosts 2>/dev/null || true');

  it('asks whether an unknown server is trusted, writes the trusted key and no other, and does not ask again', async () => {
    const asked = await refused({ url: forge.ssh });
    expect(asked).toMatchObject({ kind: 'host-key-unknown', stage: 'clone', hostKey: { type: 'ssh-ed25519' } });
    expect(asked.hostKey?.fingerprint).toBe(stage.host.hostKey.fingerprint);
    const other = await refused({ url: forge.ssh, trustedFingerprint: 'SHA256:another' });
    expect(other).toMatchObject({ kind: 'host-key-unknown', hostKey: asked.hostKey });
    expect(await knownHosts()).toBe('');

    const first = await cloned({ url: forge.ssh, trustedFingerprint: asked.hostKey?.fingerprint ?? '' });
    expect(first.value).toMatchObject({ path: `${root}/copy`, branch: 'main', name: 'copy', isAdded: true });
    expect(await knownHosts()).toMatch(/^localhost ssh-ed25519 \S+$/);
    const [before] = await must(stage.app.client.repositories.list({ profile }));
    expect(before).toMatchObject({ ...first.value, isAdded: false });
    await cloned({ url: forge.ssh, path: `${root}/again` });
    const ids = (await must(stage.app.client.repositories.list({ profile }))).map(({ id }) => id);
    const standing = { changedCount: 0, aheadCount: 0, behindCount: 0 };
    expect(await must(stage.app.client.repositories.inspect({ profile, repositories: ids }))).toEqual(
      ids.map((id) => ({ id, ...standing })),
    );
    await dropCopy();
    await inside(stage.host, `printf 'localhost %s\\n' "$(cut -d' ' -f1,2 ~/.ssh/id_ed25519.pub)" >~/.ssh/known_hosts`);
    expect(await refused({ url: forge.ssh })).toMatchObject({ kind: 'host-key-changed', stage: 'clone' });
    await inside(stage.host, `ssh-keyscan -t ed25519 localhost >~/.ssh/known_hosts 2>/dev/null`);
  });

  it('tells how far it is, also to who comes late, and takes everything back when it is stopped', async () => {
    const { clones, followClone } = stage.app.client.repositories;
    const steps: OperationStep[] = [];
    let answer: Promise<Result<{ isCancelled: boolean }>> | null = null;
    let late: ReturnType<typeof endOf> | null = null;
    let failure: Failure | null = null;
    for await (const item of clone({ url: forge.slowSsh })) {
      if (item.type === 'failed') failure = item.failure;
      if (item.type !== 'step') continue;
      steps.push(item.step);
      if ((item.step.share ?? 0) > 0.05) {
        if (late === null)
          expect(await must(clones({ profile }))).toMatchObject([{ url: forge.slowSsh, login: 'host' }]);
        late ??= endOf(followClone({ profile, path: `${root}/copy` }));
        answer ??= stage.app.client.repositories.cancelClone({ profile, path: `${root}/copy` });
      }
    }
    expect(await answer).toEqual({ ok: true, value: { isCancelled: true } });
    expect(failure).toMatchObject({ kind: 'cancelled', stage: 'clone' });
    const shares = steps.flatMap(({ share }) => share ?? []);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(steps.find(({ share }) => (share ?? 0) > 0.05)?.title).toMatch(/^Receiving objects: +\d+% \(\d+\/\d+\)/);
    expect(steps.at(-1)).toMatchObject({ state: 'undone', stage: 'clone' });
    const followed = await late;
    expect(followed).toMatchObject({ type: 'failed', failure: { kind: 'cancelled' } });
    expect([followed?.steps[0], followed?.steps.at(-1)]).toEqual([steps[0], steps.at(-1)]);
    await expectNothingMade();
    expect(await must(clones({ profile }))).toEqual([]);
    const tooLate = await stage.app.client.repositories.cancelClone({ profile, path: `${root}/copy` });
    expect(tooLate).toEqual({ ok: true, value: { isCancelled: false } });
  });

  it('leaves nothing for long when it is killed on the host', async () => {
    const journal = '~/.local/share/berth/journal/*';
    const kill = `for file in ${journal}; do read -r state pid _ <"$file" || continue; [[ $state != running ]] || kill -KILL "$pid"; done`;
    let killed: Promise<string> | null = null;
    let failure: Failure | null = null;
    for await (const item of clone({ url: forge.slowSsh })) {
      if (item.type === 'failed') failure = item.failure;
      if (item.type === 'step' && (item.step.share ?? 0) > 0.02) killed ??= inside(stage.host, kill);
    }
    expect(failure).toMatchObject({ kind: 'script-failed' });
    await killed;
    expect(await inside(stage.host, `ls -A ${root}`)).toContain('.berth-clone-');
    expect(await must(stage.app.client.repositories.list({ profile }))).toEqual([]);
    await inside(stage.host, '~/.local/share/berth/scripts/*/berth reconcile');
    await expectNothingMade();
  });

  it('gives a repository a key of its own, with which the copy goes on', async () => {
    await inside(stage.host, 'mv ~/.ssh/id_ed25519 ~/.ssh/away');
    const failed = await refused({ url: forge.ssh });
    expect(failed).toMatchObject({ kind: 'auth-failed', stage: 'clone' });
    const key = await must(stage.app.client.repositories.deployKey({ profile, url: forge.ssh }));
    expect(key.pageUrl).toBe(null);
    expect(await must(stage.app.client.repositories.deployKey({ profile, url: forge.ssh }))).toEqual(key);
    const login = { kind: 'deploy-key' } as const;
    expect(await refused({ url: forge.ssh, login })).toMatchObject({ kind: 'auth-failed', stage: 'clone' });
    await forge.allow(key.publicKey);
    await cloned({ url: forge.ssh, login });
    await inside(stage.host, `cd ${root}/copy && unset SSH_AUTH_SOCK && git fetch -q`);
    const modes = 'stat -c %a ~/.local/share/berth/repositories/keys/* | sort | xargs';
    expect(await inside(stage.host, modes)).toBe('600 600');
    await dropCopy();
    await inside(stage.host, 'mv ~/.ssh/away ~/.ssh/id_ed25519');
  });

  it('asks for a login, says when it is wrong, and keeps a right one nowhere', async () => {
    const { http: url, user, token } = forge;
    await inside(stage.host, 'git config --global credential.helper store');
    expect(await refused({ url })).toMatchObject({ kind: 'secret-needed', secretKind: 'password', stage: 'clone' });
    const wrong = await refused({ url, login: { kind: 'token', user, token: 'wrong-one' } });
    expect(wrong).toMatchObject({ kind: 'auth-failed', stage: 'clone' });
    const login = { kind: 'token', user, token } as const;
    await cloned({ url, login });
    // A user name in the address is not asked for.
    await cloned({ url: url.replace('//', `//${user}@`), login, path: `${root}/named` });
    const found = `grep -rlF -e ${token} -e wrong-one ~ ${root} /tmp 2>/dev/null || true`;
    expect(await inside(stage.host, found)).toBe('');
    await dropCopy();
  });

  it('shows a token to nobody while it is used, and sends it nowhere else', async () => {
    const { slowHttp, movedHttp, user, token } = forge;
    const login = { kind: 'token', user, token } as const;
    const running = cloned({ url: slowHttp, login });
    // Each pattern is in brackets, so that it does not find itself.
    await poll('git at work', async () =>
      (await inside(stage.host, 'pgrep -f "[r]emote-http" || true')) !== '' ? 1 : null,
    );
    const seen = `cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null | grep -ac '[t]ok3n-of-the-test' || true`;
    expect(await inside(stage.host, seen)).toBe('0');
    await running;
    await dropCopy();
    expect(await refused({ url: movedHttp, login })).toMatchObject({ kind: 'clone-failed' });
    expect(await forge.strangersLog()).toMatch(/^\/moved\/small\.git\/info\/refs\S* \[-?\]$/m);
    expect(await forge.strangersLog()).not.toContain('Basic');
  });

  it('says plainly what is wrong with an address', async () => {
    expect(await refused({ url: 'dev@localhost:/srv/forge/repositories/none.git' })).toMatchObject({
      kind: 'clone-failed',
    });
    expect(await refused({ url: 'https://localhost:1/x.git' })).toMatchObject({ kind: 'clone-failed' });
    expect(await refused({ url: 'https://none.invalid/x.git' })).toMatchObject({ kind: 'clone-failed' });
    await inside(stage.host, 'mkdir /srv/full; mount -t tmpfs -o size=1m none /srv/full');
    const { slowHttp, user, token } = forge;
    const full = await refused({ url: slowHttp, login: { kind: 'token', user, token }, path: '/srv/full/copy' });
    expect(full).toMatchObject({ kind: 'disk-full', stage: 'clone' });
    expect(await inside(stage.host, 'ls -A /srv/full; umount /srv/full')).toBe('');
    for (const url of [
      'ext::sh -c true',
      '--upload-pack=x',
      'ssh://-oProxyCommand=x/y',
      'file:///srv',
      'https://u:p@x/y',
    ]) {
      expect(await refused({ url })).toMatchObject({ kind: 'invalid-input', stage: 'input' });
    }
    await expectNothingMade();
  });

  it('is made, named, removed and added, and then found by its name and id', async () => {
    const { repositories } = stage.app.client;
    const made = await must(repositories.create({ profile, path: '/srv/other/thing' }));
    expect(made).toMatchObject({ path: '/srv/other/thing', branch: 'main', isAdded: true });
    expect(await repositories.create({ profile, path: '/srv/other/thing' })).toMatchObject({
      failure: { kind: 'repository-exists' },
    });
    const named = await must(repositories.rename({ profile, repository: made.id, name: 'A thing' }));
    expect(named).toEqual({ ...made, name: 'A thing' });
    await inside(stage.host, 'touch /srv/other/thing/x');
    const looked = await must(repositories.inspect({ profile, repositories: [made.id] }));
    expect(looked).toEqual([{ id: made.id, changedCount: 1, aheadCount: null, behindCount: null }]);
    expect(await must(repositories.remove({ profile, repository: 'A thing' }))).toEqual({ id: made.id });
    expect(await must(repositories.list({ profile }))).toEqual([]);
    expect(await repositories.rename({ profile, repository: made.id, name: '' })).toMatchObject({
      failure: { kind: 'repository-not-found' },
    });
    expect(await must(repositories.add({ profile, path: '/srv/other/thing' }))).toEqual(named);
    expect(await must(repositories.list({ profile }))).toEqual([named]);
    expect(await repositories.add({ profile, path: '/srv' })).toMatchObject({
      failure: { kind: 'repository-not-found' },
    });
  });
});
