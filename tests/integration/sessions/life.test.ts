import { describe, expect, it } from 'vitest';
import { berthHome, changeInside, inside, quoted, whileChanged } from '../core/support/inside.ts';
import { profile, setStage } from '../core/support/stage.ts';
import { must, sessionsOf, show } from './support/sessions-of.ts';
import { tmuxInside } from './support/tmux-inside.ts';

describe('the life of a session', () => {
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false });
  const of = sessionsOf(stage);

  it('starts in the folder of a repository, is listed, spoken to, renamed, shown and stopped', async () => {
    const started = await of.start({ repository: 'shop', title: 'Build: a | b #(id) „日本“' });
    expect(started).toMatchObject({
      title: 'Build: a | b #(id) „日本“',
      kind: 'terminal',
      repository: 'shop',
      path: `${stage.host.repositoriesRoot}/shop`,
    });
    expect(started.id).toMatch(/^build-a-b-id-[0-9a-f]{6}$/);
    expect(await of.send(started.id, 'pwd; echo sum-$((40 + 2))')).toEqual({ outcome: 'delivered', reason: null });
    expect(await of.until(started.id, 'sum-42')).toContain(`${stage.host.repositoriesRoot}/shop`);
    const listed = await of.list();
    expect(listed.sessions.map(({ id }) => id)).toEqual([started.id]);
    expect(listed.keeping).toMatchObject({ server: 'running' });
    expect((await of.find(started.id)).memoryBytes).toBeGreaterThan(0);

    const renamed = await must(stage.app.client.sessions.rename({ profile, session: started.title, title: 'Build' }));
    expect(renamed).toMatchObject({ id: started.id, title: 'Build' });
    const shown = show(stage, 'Build');
    await shown.until('the screen', () => shown.text().includes('sum-42'));
    expect(shown.items[0]).toMatchObject({ type: 'opened', isControlling: true, isKept: true });
    const typed = stage.app.client.sessions.type({
      view: shown.view(),
      bytes: new TextEncoder().encode('echo ty"pe"d\r'),
    });
    await must(typed);
    await shown.until('what was typed', () => shown.text().includes('typed'));
    expect((await of.find(started.id)).viewerCount).toBe(1);

    expect(await of.stop(started.id)).toEqual({ id: started.id, isWorktreeRemoved: false });
    await shown.until('the end', () => shown.items.at(-1)?.type === 'closed');
    expect(shown.items.at(-1)).toEqual({ type: 'closed', reason: 'ended' });
    expect((await of.list()).sessions).toEqual([]);
    expect(await inside(stage.host, 'ls -A ~/.local/share/berth/sessions | grep build || true')).toBe('');
  });

  it('a worktree of its own is made for it, and removed with it where nothing would be lost', async () => {
    const { id, ...agent } = await of.start({ repository: 'shop', worktreeBranch: 'try/it' });
    expect(agent).toMatchObject({ worktreeBranch: 'try/it', repository: 'shop' });
    expect(agent.path).not.toBe(`${stage.host.repositoriesRoot}/shop`);
    expect(await inside(stage.host, `git -C ${quoted(agent.path)} branch --show-current`)).toBe('try/it');
    await inside(stage.host, `echo work >${quoted(`${agent.path}/new-file`)}`);
    expect(await of.stop(id, true)).toEqual({ id, isWorktreeRemoved: false });
    expect(await inside(stage.host, `cat ${quoted(`${agent.path}/new-file`)}`)).toBe('work');
    const other = await of.start({ repository: 'shop', worktreeBranch: 'try/more' });
    expect(await of.stop(other.id, true)).toEqual({ id: other.id, isWorktreeRemoved: true });
    expect(await inside(stage.host, `ls -d ${quoted(other.path)} 2>/dev/null || true`)).toBe('');
    await inside(
      stage.host,
      `cd ${stage.host.repositoriesRoot}/shop && git worktree remove --force ${quoted(agent.path)}`,
    );
  }, 60_000);

  it('a folder that is not there is named, and nothing is started', async () => {
    const refused = await of.failStart({ path: '/srv/not-there' });
    expect(refused.message).toContain('folder');
    expect(await of.failStart({ repository: 'shop', worktreeBranch: 'a..b' })).toMatchObject({ kind: 'invalid-input' });
    expect((await of.list()).sessions).toEqual([]);
  });

  it('a program that ended keeps its last screen and how it ended', async () => {
    const { id } = await of.start({ title: 'ends' });
    await of.send(id, 'echo last words; exit 7');
    expect(await of.wait(id, ['dead'])).toMatchObject({
      ok: true,
      value: { stateSource: 'exit', exitCode: 7, memoryBytes: null },
    });
    expect(await of.capture(id)).toContain('last words');
    const shown = show(stage, id);
    await shown.until('the last screen', () => shown.text().includes('last words'));
  }, 60_000);

  it('a socket that somebody removed is made anew by the server, and nothing ends', async () => {
    const { id } = await of.start({ title: 'kept' });
    const before = (await of.list()).keeping.serverPid;
    await inside(stage.host, `rm "${berthHome}/sessions/socket"`);
    const { keeping, sessions } = await of.list();
    expect([keeping.server, keeping.serverPid]).toEqual(['running', before]);
    expect(sessions.map((row) => [row.id, row.state === 'dead'])).toEqual([[id, false]]);
    expect(await of.send(id, 'echo still-$((40 + 2))')).toMatchObject({ outcome: 'delivered' });
    await of.until(id, 'still-42');
  }, 60_000);

  it('a tmux that was ended leaves dead sessions that say so, and the next one starts another', async () => {
    const { id } = await of.start({ title: 'lost' });
    await tmuxInside(stage.host, 'kill-server');
    expect(await of.wait(id, ['dead'])).toMatchObject({ ok: true, value: { id } });
    const shown = show(stage, id);
    await shown.until('why it is not shown', () => shown.items.at(-1)?.type === 'failed');
    expect(shown.items).toHaveLength(1);
    expect(await of.start({ title: 'next' })).toMatchObject({ title: 'next' });
    expect((await of.list()).keeping.server).toBe('running');
  }, 60_000);

  it('without tmux it says so, and a plain shell still opens', async () => {
    const hidden = changeInside(
      stage.host,
      'mv /usr/bin/tmux /usr/bin/tmux.away',
      'mv /usr/bin/tmux.away /usr/bin/tmux',
    );
    await whileChanged(hidden, async () => {
      expect(await of.failStart({ title: 'none' })).toMatchObject({ kind: 'tmux-missing' });
      const { keeping } = await of.list();
      expect(keeping).toMatchObject({ tmuxVersion: null, server: 'none', nextStep: expect.stringMatching(/\.$/) });
      const shown = show(stage, null);
      await shown.until('the shell', () => shown.items[0]?.type === 'opened');
      expect(shown.items[0]).toMatchObject({ isKept: false });
      await must(stage.app.client.sessions.type({ view: shown.view(), bytes: new TextEncoder().encode('exit\r') }));
      await shown.until('the end', () => shown.items.at(-1)?.type === 'closed');
      expect(shown.items.at(-1)).toEqual({ type: 'closed', reason: 'ended' });
    });
  }, 60_000);
});
