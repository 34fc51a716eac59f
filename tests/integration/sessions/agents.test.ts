import { beforeAll, describe, expect, it } from 'vitest';
import { cue, heardBy, installStandIn } from '../../support/agents/stand-in-agent.ts';
import { succeedWith } from '../../support/app/test-core.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { setEnvironment, whileChanged } from '../core/support/inside.ts';
import { profile, setStage } from '../core/support/stage.ts';
import { must, sessionsOf } from './support/sessions-of.ts';

describe('agents from their first words to their last', () => {
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false });
  const of = sessionsOf(stage);
  beforeAll(() => installStandIn(stage.host, 'claude'));

  const claude = { preset: 'Claude Code', repository: 'shop' } as const;
  const transcript = (session: string) => must(stage.app.client.sessions.transcript({ profile, session }));

  it('are told their first words, are waited for until they answered the last ones, and what was said can be kept', async () => {
    const { id } = await of.start({ ...claude, prompt: 'Mend\nthe "harbor"' });
    expect((await heardBy(stage.host, id)).map(String)).toEqual(['Mend\nthe "harbor"']);
    await cue(stage.host, id, 'done It is mended');
    expect(await must(of.wait(id, ['done']))).toMatchObject({ state: 'done' });
    expect(await of.send(id, 'And the pier')).toMatchObject({ outcome: 'delivered' });
    let isOver = false;
    const waited = must(of.wait(id, ['done'])).finally(() => {
      isOver = true;
    });
    await must(of.wait(id, ['working']));
    expect(isOver).toBe(false);
    await cue(stage.host, id, 'done The pier as well');
    await waited;
    const told = await transcript(id);
    expect(told).toMatchObject({ source: 'conversation', isCut: false });
    expect(told.fileName).toMatch(/^[^/.][^/]*$/);
    for (const words of ['the "harbor"', 'And the pier', 'The pier as well']) expect(told.text).toContain(words);
  }, 60_000);

  it('a shell is done when it has done what it was sent, not before it began', async () => {
    const { id } = await of.start({ title: 'shell' });
    await must(of.wait(id, ['done']));
    await of.send(id, 'sleep 2; echo aft"er"');
    await must(of.wait(id, ['done']));
    expect(await of.capture(id)).toContain('after');
    expect(await transcript(id)).toMatchObject({ source: 'screen', text: expect.stringContaining('after') });
  }, 60_000);

  it('one that finds no conversation when it is taken up says what it said, and stays to be taken up', async () => {
    const script = '[[ $1 != --continue ]] || { echo "No conversation found to continue"; exit 1; }; exec sleep 1000';
    const draft = { name: 'Forgetful', command: ['bash', '-c', script, 'it'], resumeArguments: ['--continue'] };
    await must(stage.app.client.presets.save({ preset: null, draft }));
    const { id } = await of.start({ preset: 'Forgetful' });
    await must(stage.app.client.sessions.keys({ profile, session: id, keys: ['C-c'] }));
    await must(of.wait(id, ['dead']));
    expect(await of.failResume(id)).toMatchObject({
      kind: 'start-failed',
      message: expect.stringMatching(/ended at once with exit code 1\.$/),
      detail: expect.stringContaining('No conversation found'),
    });
    expect(await of.find(id)).toMatchObject({ state: 'dead', isResumable: true });
  }, 60_000);

  it('are left alone by a cleanup of leftovers and by one of all editors', async () => {
    const { id } = await of.start(claude);
    const { serverPid } = (await of.list()).keeping;
    for (const level of ['leftovers', 'instances'] as const) {
      const { digest, items } = await must(stage.app.client.cleanup.preview({ profile, level }));
      expect(items.filter(({ kind, isOptional }) => kind === 'session' && !isOptional)).toEqual([]);
      await succeedWith(stage.app.client.cleanup.run({ profile, level, digest }));
    }
    const { keeping, sessions } = await of.list();
    expect(keeping.serverPid).toBe(serverPid);
    expect(sessions.map((row) => [row.id, row.state === 'dead'])).toEqual([[id, false]]);
  }, 60_000);

  it('are stopped when they are idle for long, and never while they print without being spoken to', async () => {
    const quickly = setEnvironment(stage.host, { BERTH_MINUTE_MS: '1500', BERTH_KEEPER_SECONDS: '1' });
    await whileChanged(quickly, async () => {
      const settings = { mostAgents: 2, mostAgentsOfAll: 4, idleStopMinutes: 1 };
      await must(stage.app.client.sessions.configure({ profile, settings }));
      const busy = await of.start({ ...claude, title: 'busy' });
      await of.until(busy.id, '❯');
      await cue(stage.host, busy.id, 'work on it');
      const idle = await of.start({ ...claude, title: 'idle' });
      await of.until(idle.id, '❯');
      expect(await must(of.wait(idle.id, ['dead'], 30))).toMatchObject({ isResumable: true });
      const before = (await of.find(busy.id)).activeAtMs;
      await poll('more of the busy one', async () => ((await of.find(busy.id)).activeAtMs ?? 0) > (before ?? 0));
      expect((await of.find(busy.id)).state).toBe('working');
      await poll('word of the one that was stopped', async () => {
        const { entries } = await must(stage.app.client.alerts.list({ profile }));
        return entries.some(({ kind, session }) => kind === 'agent-ended' && session?.id === idle.id);
      });
      await must(stage.app.client.sessions.configure({ profile, settings: { ...settings, idleStopMinutes: 0 } }));
    });
  }, 90_000);
});
