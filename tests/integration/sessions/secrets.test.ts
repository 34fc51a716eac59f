import { beforeAll, describe, expect, it } from 'vitest';
import { cue, installStandIn, standInFile } from '../../support/agents/stand-in-agent.ts';
import { berthHome, inside } from '../core/support/inside.ts';
import { setStage } from '../core/support/stage.ts';
import { must, sessionsOf } from './support/sessions-of.ts';

const token = 'tok-5e55-10n5-4e';
const name = 'ANTHROPIC_AUTH_TOKEN';

describe('the secrets of an agent', () => {
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false });
  const of = sessionsOf(stage);
  beforeAll(() => installStandIn(stage.host, 'claude'));

  const give = (value: string | null) =>
    must(stage.app.client.presets.setSecret({ preset: 'GLM', name, value, isRemembered: false }));
  /** Where the token can be read: command lines of processes, and files of Berth. The words of this search are none of them. */
  const placesOfToken = () =>
    inside(
      stage.host,
      `grep -ls -- 'tok-5e55-10n5-4[e]' /proc/[0-9]*/cmdline || true; grep -rls -- 'tok-5e55-10n5-4[e]' "${berthHome}" || true`,
    );
  const environmentOf = async (id: string) => {
    const pid = await standInFile(stage.host, id, 'pid');
    return (await inside(stage.host, `tr '\\0' '\\n' </proc/${pid}/environ`)).split('\n');
  };

  it('reach its environment and nothing else, at first and when it is taken up again', async () => {
    expect(await of.failStart({ preset: 'GLM', repository: 'shop' })).toMatchObject({
      kind: 'secret-needed',
      message: expect.stringContaining(name),
    });
    expect((await of.list()).sessions).toEqual([]);
    await give(token);
    const agent = await of.start({ preset: 'GLM', repository: 'shop' });
    await of.until(agent.id, '❯');
    const environment = await environmentOf(agent.id);
    expect(environment).toContain(`${name}=${token}`);
    expect(environment).toContain('ANTHROPIC_BASE_URL=https://api.z.ai/api/anthropic');
    expect(await placesOfToken()).toBe('');

    // Without a word there is no conversation that could be taken up.
    expect(await of.send(agent.id, 'remember this')).toMatchObject({ outcome: 'delivered' });
    await cue(stage.host, agent.id, 'done');
    await cue(stage.host, agent.id, 'die 3');
    expect(await of.wait(agent.id, ['dead'])).toMatchObject({ ok: true, value: { exitCode: 3, isResumable: true } });
    await give(null);
    expect(await of.failResume(agent.id)).toMatchObject({ kind: 'secret-needed' });
    await give(token);
    expect(await of.resume(agent.id)).toMatchObject({ id: agent.id, exitCode: null });
    await of.until(agent.id, '❯');
    expect(await environmentOf(agent.id)).toContain(`${name}=${token}`);
    expect(await standInFile(stage.host, agent.id, 'arguments')).toContain('--continue');
    expect(await placesOfToken()).toBe('');
    await give(null);
  }, 60_000);
});
