import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../main/contract/session-words.ts';
import { cue, installStandIn } from '../../support/agents/stand-in-agent.ts';
import { profile, setStage } from '../core/support/stage.ts';
import { must, sessionsOf } from './support/sessions-of.ts';

describe('what an agent does', () => {
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false });
  const of = sessionsOf(stage);
  beforeAll(() => installStandIn(stage.host, 'claude'));

  const startAgent = (title?: string): Promise<Session> =>
    of.start({ preset: 'Claude Code', repository: 'shop', ...(title === undefined ? {} : { title }) });
  const reach = async (id: string, state: Session['state']) => {
    const waited = await of.wait(id, [state]);
    if (!waited.ok) throw new Error(`${waited.failure.message} ${JSON.stringify(await of.find(id))}`);
    return waited.value;
  };

  it('is seen from its screen: working, waiting with what it asks, done, dead with how it ended', async () => {
    const { id } = await startAgent();
    await of.until(id, '❯');
    await cue(stage.host, id, 'work on it');
    expect(await reach(id, 'working')).toMatchObject({ hasHooks: false });
    await cue(stage.host, id, 'ask npm test');
    const waiting = await reach(id, 'waiting');
    expect(waiting.stateSource).not.toBe('hook');
    expect(await must(stage.app.client.sessions.keys({ profile, session: id, keys: ['1'] }))).toMatchObject({
      outcome: 'delivered',
    });
    await reach(id, 'working');
    await cue(stage.host, id, 'done All tests pass');
    await reach(id, 'done');
    await cue(stage.host, id, 'die 7');
    expect(await reach(id, 'dead')).toMatchObject({ stateSource: 'exit', exitCode: 7, memoryBytes: null });
    expect(await of.capture(id)).toContain('All tests pass');
    const late = await stage.app.client.sessions.send({ profile, session: id, text: 'hello?' });
    expect(late).toMatchObject({ ok: false, failure: { kind: 'session-ended' } });
  }, 90_000);

  it('is told by its hooks, once they are installed, and no longer after they were removed', async () => {
    const { sessions } = stage.app.client;
    const configure = (isInstalled: boolean) =>
      must(sessions.configureHooks({ profile, agent: 'claude-code', isInstalled }));
    const stateOfHooks = (all: Awaited<ReturnType<typeof configure>>) =>
      all.find(({ agent }) => agent === 'claude-code')?.state;
    expect(stateOfHooks(await must(sessions.hooks({ profile })))).toBe('missing');
    expect(stateOfHooks(await configure(true))).toBe('installed');
    const { id, hasHooks } = await startAgent();
    expect(hasHooks).toBe(true);
    await of.until(id, '❯');
    await cue(stage.host, id, 'work');
    expect(await reach(id, 'working')).toMatchObject({ stateSource: 'hook' });
    await cue(stage.host, id, 'ask npm publish');
    expect(await reach(id, 'waiting')).toMatchObject({ stateSource: 'hook' });
    await cue(stage.host, id, 'done');
    expect(await reach(id, 'done')).toMatchObject({ stateSource: 'hook' });
    expect(stateOfHooks(await configure(false))).toBe('missing');
  }, 90_000);

  it('no more agents than the limits allow are started, unless it is forced', async () => {
    const one = await startAgent();
    expect(one.title).toBe('Claude Code');
    expect((await startAgent()).title).toBe('Claude Code 2');
    const refused = await of.failStart({ preset: 'Claude Code', repository: 'shop' });
    expect(refused).toMatchObject({ kind: 'limit-reached' });
    expect(await of.list()).toMatchObject({ agentCount: 2 });
    await of.start({ preset: 'Claude Code', repository: 'shop', isForced: true });
    expect(await of.list()).toMatchObject({ agentCount: 3 });
    const settings = { mostAgents: 4, mostAgentsOfAll: 8, idleStopMinutes: 0 };
    expect(await must(stage.app.client.sessions.configure({ profile, settings }))).toEqual(settings);
    expect(await must(stage.app.client.sessions.settings({ profile }))).toEqual(settings);
    await startAgent();
  }, 90_000);
});
