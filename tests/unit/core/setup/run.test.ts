import { describe, expect, it } from 'vitest';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { PlanStep, SetupPlan } from '../../../../main/contract/setup.ts';
import { runSetup } from '../../../../main/core/setup/run.ts';

const stepOf = (id: string, state: PlanStep['state'] = 'todo'): PlanStep => {
  const isRequired = id === 'code-server';
  const title = isRequired ? 'Install code-server 4.139.1' : id.replace('package:', '');
  return { id, title, detail: '', state, isRequired, command: `install ${title}` };
};
const bare = ['package:nginx', 'package:tmux', 'package:curl', 'code-server'].map((id) => stepOf(id));

/** Runs a plan whose steps fail as told, and notes what was tried; a step that is tried may abort. */
async function run(
  steps: readonly PlanStep[],
  failures: Readonly<Record<string, Result<never>>> = {},
  { steps: asked = [], abortAt }: { readonly steps?: readonly string[]; readonly abortAt?: string } = {},
) {
  const tried: string[] = [];
  const told: string[] = [];
  const controller = new AbortController();
  let plans = 0;
  const plan = async () => {
    plans += 1;
    return succeed({ steps } as SetupPlan);
  };
  const outcome = await runSetup(
    {
      plan,
      doStep: async ({ id }) => {
        tried.push(id);
        if (id === abortAt) controller.abort();
        return failures[id] ?? succeed(null);
      },
      onStep: ({ title }) => told.push(title),
      nowMs: () => 0,
      signal: controller.signal,
    },
    asked,
  );
  const failure: Failure | null = outcome.ok ? null : outcome.failure;
  const notDone = outcome.ok ? outcome.value.notDone.map(({ id }) => id) : null;
  return { tried, told, failure, notDone, plans };
}

const noMirror = fail('setup-failed', 'packages', 'The host reached no mirror.', 'Give it a way.', {
  detail: 'the log',
});
const refused = fail('setup-failed', 'packages', 'nginx conflicts with apache.', 'Look at it.');
const wrongSum = fail('setup-failed', 'download', 'It is another file.', 'Try again.');

describe('what is done', () => {
  it('is all that is to do, in the order of the plan, and the host is looked at again', async () => {
    const { tried, failure, plans } = await run([
      stepOf('package:git', 'done'),
      stepOf('package:zsh', 'by-hand'),
      ...bare,
    ]);
    expect(tried).toEqual(['package:nginx', 'package:tmux', 'package:curl', 'code-server']);
    expect([failure, plans]).toEqual([null, 2]);
  });

  it('is what was asked for, but for what is of no use by now', async () => {
    expect((await run(bare, {}, { steps: ['package:tmux', 'package:nginx'] })).tried).toEqual([
      'package:nginx',
      'package:tmux',
    ]);
    // Run again after curl came and the rest failed, or with a source for which nothing is downloaded there.
    const withoutCurl = bare.filter(({ id }) => id !== 'package:curl');
    const again = await run(withoutCurl, {}, { steps: ['package:curl', 'code-server'] });
    expect(again).toMatchObject({ tried: ['code-server'], failure: null, notDone: [] });
    expect((await run(bare, {}, { steps: ['package:emacs'] })).failure?.kind).toBe('invalid-input');
    const byHand = await run([stepOf('package:tmux', 'by-hand')], {}, { steps: ['package:tmux'] });
    expect(byHand).toMatchObject({ tried: [], failure: { kind: 'unavailable' } });
    expect(byHand.failure?.nextStep).toContain('install tmux');
  });
});

describe('what fails', () => {
  it('holds nothing up that does without it, and is named in the end; no mirror is asked for in vain again', async () => {
    const { tried, told, failure, notDone } = await run(bare, { 'package:nginx': noMirror });
    expect(tried).toEqual(['package:nginx', 'code-server']);
    // The editors work, which nothing else may hide.
    expect([failure, notDone]).toEqual([null, ['package:nginx', 'package:tmux']]);
    expect(told).toEqual([
      noMirror.failure.message,
      expect.stringMatching(/reached no mirror.*tmux was not installed/),
      expect.stringMatching(/reached no mirror.*curl was not installed/),
    ]);
    expect((await run(bare, { 'package:nginx': refused })).tried).toHaveLength(4);
    const slow = fail('timed-out', 'packages', 'It did not end.', 'Look.');
    expect((await run(bare, { 'package:nginx': slow })).notDone).toEqual(['package:nginx']);
  });

  it('is a failure of the whole where nothing that was asked for was done', async () => {
    const packages = { steps: ['package:nginx', 'package:tmux'] };
    const { failure } = await run(bare, { 'package:nginx': noMirror, 'package:tmux': noMirror }, packages);
    expect(failure).toMatchObject({ kind: 'setup-failed', stage: 'packages', nextStep: 'Give it a way.' });
    expect(failure?.message).toBe('Not done: nginx, tmux. The host reached no mirror.');
    expect(failure?.detail).toMatch(/^tmux: .*\nthe log$/);
    expect((await run(bare, { 'package:nginx': refused }, packages)).notDone).toEqual(['package:nginx']);
  });

  it('is what a host cannot have although nothing is done without it', async () => {
    const musl = fail('host-unsupported', 'check', 'code-server cannot run on this server.', 'Use another.');
    const steps = [stepOf('package:nginx'), stepOf('code-server', 'by-hand')];
    const { tried, failure } = await run(steps, { 'code-server': musl });
    expect([tried, failure?.kind]).toEqual([['package:nginx', 'code-server'], 'host-unsupported']);
  });

  it('is that of code-server first of all, without which nothing works', async () => {
    const { failure } = await run(bare, { 'package:nginx': refused, 'code-server': wrongSum });
    expect(failure).toMatchObject({ stage: 'download', detail: 'nginx: nginx conflicts with apache.' });
    expect(failure?.message).toBe('The rest is done, but not nginx, code-server: It is another file.');
    const alone = await run([stepOf('code-server')], { 'code-server': wrongSum });
    expect(alone.failure?.message).toBe('It is another file.');
  });

  it('is not curl where code-server came in another way', async () => {
    for (const steps of [[], bare.map(({ id }) => id)]) {
      expect(await run(bare, { 'package:curl': noMirror }, { steps })).toMatchObject({ failure: null, notDone: [] });
    }
    const both = await run(bare, { 'package:curl': noMirror, 'code-server': wrongSum });
    expect(both.failure?.message).toContain('curl, code-server');
    expect((await run(bare, { 'package:curl': noMirror }, { steps: ['package:curl'] })).failure).not.toBeNull();
  });

  it('ends all of it when the link is gone or it was called off', async () => {
    const lost = fail('link-lost', 'session', 'The link was lost.', 'Try again.');
    expect((await run(bare, { 'package:nginx': lost })).tried).toEqual(['package:nginx']);
    const cancelled = await run(bare, {}, { abortAt: 'package:tmux' });
    expect(cancelled.tried).toEqual(['package:nginx', 'package:tmux']);
    expect(cancelled.failure?.kind).toBe('cancelled');
    // Whoever cancels the last step too late has a host that is ready.
    expect((await run(bare, {}, { abortAt: 'code-server' })).failure).toBeNull();
  });
});
