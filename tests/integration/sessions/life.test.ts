import { describe, expect, it } from 'vitest';
import { inside } from '../core/support/inside.ts';
import { profile, setStage } from '../core/support/stage.ts';
import { must, sessionsOf, show } from './support/sessions-of.ts';

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
    await shown.until('what was typed', () => /\btyped\b/.test(shown.text()));
    expect((await of.find(started.id)).viewerCount).toBe(1);

    expect(await of.stop(started.id)).toEqual({ id: started.id, isWorktreeRemoved: false });
    await shown.until('the end', () => shown.items.at(-1)?.type === 'closed');
    expect(shown.items.at(-1)).toEqual({ type: 'closed', reason: 'ended' });
    expect((await of.list()).sessions).toEqual([]);
    expect(await inside(stage.host, 'ls -A ~/.local/share/berth/sessions | grep build || true')).toBe('');
  });
});
