import { expect, test } from 'vitest';
import { browserClock } from '../../../../renderer/api/page-clock.ts';
import { createSetupModel } from '../../../../renderer/features/setup/setup-model.ts';
import { leftSteps, missingSteps } from '../../../../renderer/features/setup/setup-state.ts';
import { costSentence, setupEndSentence } from '../../../../renderer/features/setup/setup-words.ts';
import { createVersionsModel } from '../../../../renderer/features/setup/versions-model.ts';
import { createFakeCore } from '../../../support/fake-core/fake-core.ts';
import type { FakeHost } from '../../../support/fake-core/fake-hosts.ts';
import {
  barePlan,
  manyVersions,
  noMirror,
  planOf,
  planStepOf,
  readyPlan,
  wrongHash,
} from '../../../support/fake-core/fake-plans.ts';

const id = 'frankfurt-1';

async function models(part: Partial<FakeHost> = {}) {
  const core = createFakeCore();
  const { signal } = new AbortController();
  await core.handlers.hosts.connect({ profile: id, isKept: false }, { signal });
  const host = Object.assign(core.host(id), part);
  const runs: unknown[] = [];
  const client = {
    setup: Object.fromEntries(
      Object.entries(core.handlers.setup).map(([name, handler]) => [
        name,
        (input: never) => {
          if (name === 'run') runs.push(input);
          return (handler as (...args: unknown[]) => unknown)(input, { signal });
        },
      ]),
    ),
  };
  const ends: string[] = [];
  const window = () =>
    createSetupModel(client as never, browserClock, (profileId, answer) =>
      ends.push(`${profileId}: ${setupEndSentence(answer)}`),
    );
  return {
    host,
    runs,
    ends,
    setup: window(),
    window,
    versions: createVersionsModel(client as never, (profileId, words) => ends.push(`${profileId}: ${words}`)),
  };
}

type Setup = Awaited<ReturnType<typeof models>>['setup'];
const phaseOf = (setup: Setup) => setup.store.getState().phases[id];
/** Waits for the first phase that is as wanted. */
const until = (setup: Setup, isWanted: (phase: ReturnType<typeof phaseOf>) => boolean) =>
  new Promise<void>((resolve) => {
    const stop = setup.store.subscribe(() => {
      if (!isWanted(phaseOf(setup))) return;
      stop();
      resolve();
    });
  });

test('the plan comes first, and what is left out of it is not done; what editors need cannot be left out', async () => {
  const { setup, runs, ends } = await models({ plan: barePlan() });
  await setup.open(id);
  expect(phaseOf(setup)).toMatchObject({ phase: 'planned' });
  expect(runs).toEqual([]);
  setup.tick('package:tmux', false);
  setup.tick('code-server', false);
  setup.choose('push');
  await setup.run();
  expect(runs).toEqual([{ profile: id, steps: ['package:nginx', 'code-server'], sources: ['push'] }]);
  const done = phaseOf(setup);
  expect(done).toMatchObject({ phase: 'done', run: { output: { length: 3 } } });
  expect(done?.phase === 'done' && done.outcome.steps.filter(({ state }) => state !== 'done')).toMatchObject([
    { id: 'package:tmux' },
  ]);
  expect(ends).toEqual([`${id}: it is ready for editors.`]);
});

test('curl is left out where VS Code does not come with it, unless it is ticked again', async () => {
  const { setup } = await models({ plan: planOf([planStepOf('package:curl', 'curl', { state: 'todo' })]) });
  const unticked = () => {
    const shown = phaseOf(setup);
    return shown?.phase === 'planned' ? [...shown.unticked] : null;
  };
  await setup.open(id);
  expect(unticked()).toEqual([]);
  setup.choose('push');
  expect(unticked()).toEqual(['package:curl']);
  setup.choose('release');
  expect(unticked()).toEqual([]);
  setup.choose('npm');
  setup.tick('package:curl', true);
  expect(unticked()).toEqual([]);
});

test('a step that fails is told with what was done before it, and trying again does the same steps', async () => {
  const { setup, runs } = await models({
    plan: barePlan(),
    setupFailure: { stepId: 'code-server', failure: wrongHash },
  });
  await setup.open(id);
  await setup.run();
  expect(phaseOf(setup)).toMatchObject({ phase: 'failed', problem: { kind: 'setup-failed' } });
  await setup.again();
  expect(phaseOf(setup)).toMatchObject({ phase: 'done' });
  expect(runs).toHaveLength(2);
  expect(runs[1]).toEqual(runs[0]);
});

test('a setup is called off, and goes on when it is asked for again', async () => {
  const { setup } = await models({ plan: barePlan() });
  await setup.open(id);
  const running = setup.run();
  await until(setup, (phase) => phase?.phase === 'running' && phase.run.steps.length > 0);
  await setup.cancel();
  expect(phaseOf(setup)).toMatchObject({ isCancelling: true });
  await running;
  expect(phaseOf(setup)).toMatchObject({ phase: 'failed', problem: { kind: 'cancelled' } });
  await setup.again();
  expect(phaseOf(setup)?.phase).toBe('done');
});

test('a setup whose dialog is closed goes on, is shown again as it is, and its end is said', async () => {
  const { setup, ends } = await models({ plan: barePlan() });
  await setup.open(id);
  const running = setup.run();
  await until(setup, (phase) => phase?.phase === 'running' && phase.run.steps.length > 0);
  setup.close();
  await setup.open(id);
  expect(phaseOf(setup)?.phase).toBe('running');
  setup.close();
  await running;
  expect(ends).toEqual([`${id}: it is ready for editors.`]);
  expect(phaseOf(setup)).toBeUndefined();
  expect(setup.store.getState().plans[id]?.steps.every(({ state }) => state === 'done')).toBe(true);
});

test('a setup of another window is followed from its first step on, and called off from here', async () => {
  const { setup, window, runs, ends } = await models({ plan: barePlan() });
  const other = window();
  await setup.open(id);
  await other.open(id);
  const running = setup.run();
  await until(setup, (phase) => phase?.phase === 'running' && phase.run.steps.length > 1);
  // Refused, because one runs already; that one is shown, and nothing is said of a failure.
  await other.run();
  expect(ends).toEqual([]);
  const shown = phaseOf(other);
  expect(shown).toMatchObject({ phase: 'running', run: { stepIds: ['package:nginx', 'package:tmux', 'code-server'] } });
  await until(other, (phase) => phase?.phase === 'running' && phase.run.steps.length > 1);
  expect(phaseOf(other)).toMatchObject({ run: { steps: [{ title: 'Installing nginx', state: 'done' }, {}] } });
  const ended = until(other, (phase) => phase?.phase !== 'running');
  await other.cancel();
  await Promise.all([running, ended]);
  expect(phaseOf(setup)).toMatchObject({ phase: 'failed', problem: { kind: 'cancelled' } });
  expect(phaseOf(other)).toMatchObject({ phase: 'failed', problem: { kind: 'cancelled' } });
  expect(runs).toHaveLength(2);
});

test('a setup that fails while nobody looks waits on the page of its host until it was shown', async () => {
  const setupFailure = { stepId: 'code-server', failure: wrongHash };
  const { setup, ends } = await models({ plan: barePlan(), setupFailure });
  await setup.open(id);
  const running = setup.run();
  setup.close();
  await running;
  expect(ends).toEqual([`${id}: its setup stopped; the page of the server says why.`]);
  expect(phaseOf(setup)).toMatchObject({ phase: 'failed', problem: { kind: 'setup-failed' } });
  await setup.open(id);
  expect(phaseOf(setup)?.phase).toBe('failed');
  setup.close();
  await setup.open(id);
  expect(phaseOf(setup)?.phase).toBe('planned');
});

test('an update is known for one by a page that was opened since', async () => {
  const plan = planOf([planStepOf('code-server', 'Upgrade code-server', { state: 'todo', isRequired: true })]);
  const { setup, window } = await models({ plan, codeServers: manyVersions() });
  const running = setup.update(id);
  const later = window();
  expect(await later.follow(id)).toBe(true);
  expect(phaseOf(later)).toMatchObject({ phase: 'running', run: { what: 'update' } });
  await running;
});

test('a page that opens while a setup runs has it at once, and nothing where none does', async () => {
  const { setup, window, ends } = await models({ plan: barePlan() });
  const later = window();
  expect(await later.follow(id)).toBe(false);
  expect(phaseOf(later)).toBeUndefined();
  await setup.open(id);
  const running = setup.run();
  await until(setup, (phase) => phase?.phase === 'running' && phase.run.steps.length > 0);
  expect(await Promise.all([later.follow(id), later.follow(id)])).toEqual([true, true]);
  expect(phaseOf(later)).toMatchObject({ phase: 'running', run: { what: 'setup', source: 'any' } });
  const ended = until(later, (phase) => phase === undefined);
  await Promise.all([running, ended]);
  expect(later.store.getState().readiness[id]).toBe(true);
  expect(ends).toHaveLength(2);
});

test('a host is ready although something optional failed; what is left is named with its reason, and tried alone', async () => {
  const setupFailure = { stepId: 'package:tmux', failure: noMirror };
  const { setup, runs, ends } = await models({ plan: barePlan(), setupFailure });
  await setup.open(id);
  await setup.run();
  const done = phaseOf(setup);
  if (done?.phase !== 'done') throw new Error('It failed.');
  expect(leftSteps(done.outcome)).toMatchObject([{ step: { id: 'package:tmux' }, failure: noMirror }]);
  expect(setup.store.getState().readiness[id]).toBe(true);
  expect(ends).toEqual([`${id}: it is ready for editors, but without tmux.`]);
  await setup.finish();
  expect(runs.at(-1)).toEqual({ profile: id, steps: ['package:tmux'], sources: [] });
  const again = phaseOf(setup);
  expect(again?.phase === 'done' && leftSteps(again.outcome)).toEqual([]);
});

test('what a host lacks is known without a dialog; an old version is no reason to call it not ready', async () => {
  const { setup, host } = await models({ plan: barePlan('none') });
  await setup.learn(id);
  const { plans, readiness } = setup.store.getState();
  expect(readiness[id]).toBe(false);
  expect(missingSteps(plans[id] ?? readyPlan)).toMatchObject([{ id: 'code-server' }]);
  host.plan = planOf([planStepOf('code-server', 'Upgrade code-server', { state: 'todo' })]);
  await setup.learn(id);
  expect(setup.store.getState().readiness[id]).toBe(true);
  expect(phaseOf(setup)).toBeUndefined();
});

test('the cost of a plan is one sentence, whatever of it is known', () => {
  const words = (downloadBytes: number | null, diskBytes: number) =>
    costSentence({ ...readyPlan, downloadBytes, diskBytes });
  expect(words(222_167_474, 911_000_000)).toBe('Downloads up to 222 MB and takes 911 MB of its disk.');
  expect(words(null, 2_000_000)).toBe('Downloads what is missing and takes 2 MB of its disk.');
  expect(words(0, 1_200_000_000)).toBe('Takes 1.2 GB of its disk.');
  expect(words(0, 0)).toBe('');
});

test('a version is switched to and back, one in use stays, and a failure keeps the list', async () => {
  const { versions, host } = await models({ codeServers: manyVersions() });
  await versions.open(id);
  await versions.use('4.138.0');
  expect(versions.store.getState()).toMatchObject({
    codeServers: {
      versions: [
        { version: '4.139.1', isPrevious: true },
        { version: '4.138.0', isCurrent: true },
        { version: '4.130.2' },
      ],
    },
    task: { isRunning: false, problem: null },
  });
  host.fixFailure = wrongHash;
  await versions.remove('4.130.2');
  expect(versions.store.getState()).toMatchObject({ task: { problem: { kind: 'setup-failed' } } });
  await versions.remove('4.130.2');
  expect(versions.store.getState()).toMatchObject({ codeServers: { versions: { length: 2 } } });
});
