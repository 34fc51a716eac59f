import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../../main/contract/session-words.ts';
import { cue, heardBy, installStandIn } from '../../support/agents/stand-in-agent.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { setStage } from '../core/support/stage.ts';
import { sessionsOf } from './support/sessions-of.ts';
import { tmuxInside } from './support/tmux-inside.ts';

/** Lines of all that shells, tmux and terminals take for something else. */
const odd = 'quote " \' ` $HOME $(id) #{pane_id} #(id) \\n %s ! 日本語 👩‍💻 é; -x\n';
const texts: readonly (readonly [string, string])[] = [
  ['one byte', 'x'],
  ['a trailing semicolon', 'end;'],
  ['a leading hyphen', '-l -- --help'],
  ['several lines', 'one\n\n  two\tthree\nfour'],
  ['an emoji and other letters', 'naïve 日本語 👩‍💻 ½'],
  ['16 KB', odd.repeat(Math.ceil(16_384 / Buffer.byteLength(odd))).trimEnd()],
  ['200 KB', odd.repeat(Math.ceil(204_800 / Buffer.byteLength(odd))).trimEnd()],
];

describe('texts that are sent to an agent', () => {
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false });
  const of = sessionsOf(stage);
  beforeAll(() => installStandIn(stage.host, 'claude'));

  const startAgent = async (): Promise<Session> => {
    const agent = await of.start({ preset: 'Claude Code', repository: 'shop' });
    await of.until(agent.id, '❯');
    return agent;
  };
  const lastHeard = async (id: string, count: number): Promise<string> => {
    const heard = await poll(`text ${count} to be heard`, async () => {
      const all = await heardBy(stage.host, id);
      return all.length >= count ? all : null;
    });
    return heard.at(-1)?.toString('utf8') ?? '';
  };

  it('arrive byte for byte, whatever they are, and also while somebody scrolls', async () => {
    const { id } = await startAgent();
    let count = 0;
    for (const [what, text] of texts) {
      expect(await of.send(id, text), what).toEqual({ outcome: 'delivered', reason: null });
      count += 1;
      expect(await lastHeard(id, count), what).toBe(text);
      await cue(stage.host, id, 'done');
    }
    await tmuxInside(stage.host, `copy-mode -t '=${id}:'`);
    expect(await of.send(id, 'while scrolled')).toEqual({ outcome: 'delivered', reason: null });
    expect(await lastHeard(id, count + 1)).toBe('while scrolled');
  }, 120_000);

  it('are held while somebody else’s unsent text stands there, and while a question wants an answer', async () => {
    const { id } = await startAgent();
    await cue(stage.host, id, 'draft half a thought');
    expect(await of.send(id, 'mine')).toMatchObject({ outcome: 'held', reason: expect.stringMatching(/\.$/) });
    expect(await heardBy(stage.host, id)).toEqual([]);
    await cue(stage.host, id, 'draft');
    await cue(stage.host, id, 'ask rm -rf build');
    expect(await of.send(id, 'mine')).toMatchObject({ outcome: 'held' });
    expect(await heardBy(stage.host, id)).toEqual([]);
  }, 60_000);

  it('are lost, and said to be, when the program does not take them', async () => {
    const { id } = await startAgent();
    await cue(stage.host, id, 'deaf');
    expect(await of.send(id, 'are you there?')).toMatchObject({
      outcome: 'lost',
      reason: expect.stringMatching(/\.$/),
    });
    await cue(stage.host, id, 'hear');
  }, 60_000);
});
