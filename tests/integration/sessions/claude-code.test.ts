import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { shippedPresets } from '../../../main/core/presets/shipped-presets.ts';
import { ensureClaudeCode } from '../../support/claude-code/ensure-claude-code.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { inside } from '../core/support/inside.ts';
import { profile, setStage } from '../core/support/stage.ts';
import { must, sessionsOf } from './support/sessions-of.ts';

const claudeCode = await ensureClaudeCode();
const reason = (await describeSkip('box')) ?? claudeCode.skip;
if (reason !== null) console.log(reason);

/** As after the first start with a network: without one it ends before it asks anything. */
const welcomed = JSON.stringify({ hasCompletedOnboarding: true, theme: 'dark' });

describe.skipIf(reason !== null)('Claude Code itself', () => {
  const programs = { claude: claudeCode.path ?? '' };
  const stage = setStage({ repositories: ['shop'], hasCodeServer: false, programs });
  const of = sessionsOf(stage);
  const keys = (session: string, names: ('Down' | 'Enter')[]) =>
    must(stage.app.client.sessions.keys({ profile, session, keys: names }));

  it('asks whether the folder is to be trusted, says that nobody is signed in, and ends as it is told', async () => {
    await inside(stage.host, `umask 077; printf %s '${welcomed}' >~/.claude.json`);
    const started = await of.start({ preset: 'Claude Code', repository: 'shop' });
    expect(started).toMatchObject({ kind: 'agent', agent: 'claude-code', preset: 'Claude Code', isResumable: true });

    const asking = await must(of.wait(started.id, ['waiting'], 40));
    expect(asking).toMatchObject({ state: 'waiting', stateSource: 'screen', trouble: null });
    expect(await of.until(started.id, 'Yes, I trust this folder')).toContain('Enter to confirm');

    await keys(started.id, ['Down']);
    await keys(started.id, ['Enter']);
    await of.until(started.id, 'Not logged in');
    const ready = await must(of.wait(started.id, ['done'], 40));
    expect(ready).toMatchObject({ state: 'done', trouble: 'not-signed-in', exitCode: null });
    await expect.poll(async () => (await of.find(started.id)).memoryBytes).toBeGreaterThan(50 * 1024 ** 2);

    expect(await of.send(started.id, '/login')).toMatchObject({ outcome: 'delivered' });
    await of.until(started.id, 'Select login method');
    const choosing = await must(of.wait(started.id, ['waiting'], 40));
    expect(choosing).toMatchObject({ state: 'waiting', trouble: 'not-signed-in' });
  }, 180_000);

  it('knows every model that its preset offers', async () => {
    const program = await readFile(programs.claude);
    const { models = [] } = shippedPresets.find(({ id }) => id === 'claude-code')?.draft ?? {};
    expect(models.length).toBeGreaterThan(0);
    expect(models.filter((model) => !program.includes(`"${model}"`))).toEqual([]);
  }, 60_000);

  it('is dead with its reason where it cannot reach anybody at its first start', async () => {
    await inside(stage.host, 'rm -rf ~/.claude.json ~/.claude');
    const started = await of.start({ preset: 'Claude Code', repository: 'shop' });
    const over = await must(of.wait(started.id, ['dead'], 60));
    expect(over).toMatchObject({ state: 'dead', stateSource: 'exit', exitCode: 1, trouble: null });
    expect(await of.capture(started.id)).toContain('Unable to connect to Anthropic services');
  }, 120_000);
});
