import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Failure } from '../../../../main/contract/failure.ts';
import type { Instance } from '../../../../main/contract/instances.ts';
import {
  finish,
  startTestCore,
  succeedWith,
  type TestCore,
  type TestCoreOptions,
} from '../../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../../support/sandbox/audit/audit.ts';
import type { SandboxHost, SandboxOptions } from '../../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../../support/sandbox/start-sandbox.ts';

/** The name of every test core's profile. */
export const profile = 'sandbox';

/** A box and a core that reaches it, for all cases of one `describe`. */
export interface Stage {
  readonly host: SandboxHost;
  readonly app: TestCore;
}

/** Sets a stage before the cases and takes it down after them; looks for leftovers after each case. */
export function setStage(sandbox: SandboxOptions = {}, core: TestCoreOptions = {}): Stage {
  let stage: { host: SandboxHost; app: TestCore } | null = null;
  const set = () => {
    if (stage === null) throw new Error('the stage is not set');
    return stage;
  };
  beforeAll(async () => {
    const host = await startSandbox({ kind: 'box', ...sandbox });
    try {
      stage = { host, app: await startTestCore(host, core) };
    } catch (error) {
      await host.stop();
      throw error;
    }
  }, 300_000);
  afterEach(() => expectNoLeftovers(set().host));
  afterAll(async () => {
    try {
      await stage?.app.close();
    } finally {
      await stage?.host.stop();
    }
  });
  return {
    get host() {
      return set().host;
    },
    get app() {
      return set().app;
    },
  };
}

/** Starts VS Code for a repository, which must succeed. */
export function start(app: TestCore, repository: string): Promise<Instance> {
  return succeedWith(app.client.instances.start({ profile, repository }));
}

/** Stops the VS Code of a repository, which must succeed. */
export function stop(app: TestCore, repository: string): Promise<Instance> {
  return succeedWith(app.client.instances.stop({ profile, repository }));
}

/** The failure of a start that must fail, and the steps that were undone. */
export async function failStart(app: TestCore, repository: string): Promise<Failure & { readonly undone: string[] }> {
  const { steps, last } = await finish(app.client.instances.start({ profile, repository }));
  if (last.type !== 'failed') throw new Error(`the start of ${repository} succeeded`);
  expect(last.failure.message).toMatch(/\.$/);
  expect(last.failure.nextStep).toMatch(/\.$/);
  const undone = steps.filter((step) => step.endsWith(' undone')).map((step) => step.slice(0, -' undone'.length));
  return { ...last.failure, undone };
}

/** The instances as the core tells them, in order of their repositories. */
export async function listInstances(app: TestCore): Promise<Instance[]> {
  const rows = await app.client.instances.list({ profile });
  if (!rows.ok) throw new Error(`${rows.failure.stage}: ${rows.failure.message}`);
  return rows.value.sort((a, b) => (a.repository < b.repository ? -1 : 1));
}

/** Repository → state, as the core tells it. */
export async function listStates(app: TestCore): Promise<Record<string, string>> {
  return Object.fromEntries((await listInstances(app)).map(({ repository, state }) => [repository, state]));
}

/** Nothing of any instance is on the host, whatever the core says; folders of stopped ones may stay. */
export async function expectNothingRuns({ host, app }: Stage): Promise<void> {
  expect((await listInstances(app)).filter(({ state }) => state !== 'stopped')).toEqual([]);
  await expectNoLeftovers(host);
}

/** The cause of a failure is gone: the same start works now, and a stop leaves nothing. */
export async function expectStartWorks(stage: Stage, repository: string): Promise<Instance> {
  const started = await start(stage.app, repository);
  expect(started.state).toBe('running');
  const opened = await stage.app.client.instances.open({ profile, repository });
  expect(opened.ok).toBe(true);
  await stop(stage.app, repository);
  await expectNothingRuns(stage);
  return started;
}
