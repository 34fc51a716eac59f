import { fail, type Result } from '../../../main/contract/failure.ts';
import {
  type Instance,
  type InstanceSettings,
  instanceSettings,
  type ManyInstances,
} from '../../../main/contract/instances.ts';
import type { OperationItem, OperationStep } from '../../../main/contract/operation.ts';
import { type FakeHost, startFailure } from './fake-hosts.ts';

const startTitles = [
  ['budget', 'Checking the memory'],
  ['claim', 'Claiming a port'],
  ['directories', 'Making its folders'],
  ['process', 'Starting VS Code'],
  ['healthz', 'Waiting for VS Code to answer'],
  ['nginx', 'Writing the route'],
  ['route', 'Trying the route'],
] as const;

const nothingRuns = {
  pid: null,
  memoryBytes: null,
  startedAtMs: null,
  supervision: null,
  idleSeconds: null,
  restartCount: 0,
  ended: null,
} as const;

/** Whatever an instance ran with before, it begins with the version of new starts. */
function startsWithCurrent(host: FakeHost, id: string): void {
  if (host.codeServers === undefined) return;
  const versions = host.codeServers.versions.map((one) => {
    const others = one.usedBy.filter((user) => user !== id);
    return { ...one, usedBy: one.isCurrent ? [...others, id] : others };
  });
  host.codeServers = { ...host.codeServers, versions };
}

type Operation<T> = AsyncGenerator<OperationItem<T>>;

/** What the operations on fake instances are made of. */
export interface FakeInstancesParts {
  readonly host: (reference: string) => FakeHost;
  readonly setInstance: (profileId: string, instanceId: string, part: Partial<Instance>) => Instance;
  readonly pauseStep: () => Promise<void>;
}

interface OnRepository {
  readonly profile: string;
  readonly repository: string;
  readonly isForced?: boolean;
}

/** The operations on the instances of fake hosts: they tell steps, take time, and change what is watched. */
export class FakeInstances {
  readonly #parts: FakeInstancesParts;

  constructor(parts: FakeInstancesParts) {
    this.#parts = parts;
  }

  /** The row of a repository named by id, name or path; the fake's ids are its names. */
  find(profile: string, reference: string): Instance | undefined {
    const { instances } = this.#parts.host(profile);
    return instances.find(({ id, repository, path }) => [id, repository, path].includes(reference));
  }

  async *start({ profile, repository: id, isForced }: OnRepository): Operation<Instance> {
    const row = this.find(profile, id);
    if (row?.state === 'running') {
      yield { type: 'done', value: row };
      return;
    }
    const { host, pauseStep, setInstance } = this.#parts;
    const { startFailure: refusal } = host(profile);
    if (refusal !== undefined && isForced !== true) {
      yield { type: 'failed', failure: refusal };
      return;
    }
    const failsAt = id === 'broken-app' ? 'healthz' : null;
    const done: OperationStep[] = [];
    for (const [stage, title] of startTitles) {
      const step = stepOf(stage, title);
      yield { type: 'step', step };
      await pauseStep();
      if (stage === failsAt) {
        // Waiting has nothing to undo: its step stays as it was.
        for (const undone of done.toReversed()) {
          yield { type: 'step', step: { ...undone, state: 'undone', atMs: Date.now() } };
        }
        yield { type: 'failed', failure: startFailure };
        return;
      }
      done.push(step);
      yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
    }
    startsWithCurrent(host(profile), id);
    const used = new Set(host(profile).instances.map(({ port }) => port));
    const free = Array.from({ length: 12 }, (_, index) => 8888 + index).find((port) => !used.has(port)) ?? null;
    const nowMs = Date.now();
    const value = setInstance(profile, id, {
      ...nothingRuns,
      state: 'running',
      sinceMs: nowMs,
      port: row?.port ?? free,
      pid: 5000 + used.size,
      memoryBytes: 104 * 1024 ** 2,
      startedAtMs: nowMs,
      supervision: 'systemd-user',
      idleSeconds: 0,
    });
    yield { type: 'done', value };
  }

  async *stop({ profile, repository: id }: OnRepository): Operation<Instance> {
    yield* this.#step('stop', 'Ending its processes');
    const part = { ...nothingRuns, state: 'stopped' as const, sinceMs: Date.now(), port: null };
    yield { type: 'done', value: this.#parts.setInstance(profile, id, part) };
  }

  async *restart(input: OnRepository): Operation<Instance> {
    yield* this.#step('stop', 'Ending its processes');
    this.#parts.setInstance(input.profile, input.repository, { ...nothingRuns, state: 'stopped' });
    yield* this.start(input);
  }

  async *suspend({ profile, repository: id }: OnRepository): Operation<Instance> {
    if (this.find(profile, id)?.state !== 'running') {
      const message = 'VS Code does not run for this repository.';
      yield { type: 'failed', failure: fail('instance-not-running', 'process', message, 'Start it first.').failure };
      return;
    }
    yield* this.#step('stop', 'Ending its processes, keeping its port');
    const part = { ...nothingRuns, state: 'suspended' as const, sinceMs: Date.now() };
    yield { type: 'done', value: this.#parts.setInstance(profile, id, part) };
  }

  async *startAll({ profile, repositories }: { profile: string; repositories?: string[] }): Operation<ManyInstances> {
    const rows = this.#parts.host(profile).instances;
    const waiting = rows.filter(({ state }) => ['stopped', 'suspended', 'crashed'].includes(state)).map(({ id }) => id);
    yield* this.#all(profile, repositories?.length ? repositories : waiting, 'Starting', (id) =>
      this.start({ profile, repository: id }),
    );
  }

  async *stopAll({ profile }: { profile: string }): Operation<ManyInstances> {
    const up = this.#parts.host(profile).instances.filter(({ state }) => state !== 'stopped');
    const ids = up.map(({ id }) => id);
    yield* this.#all(profile, ids, 'Stopping', (id) => this.stop({ profile, repository: id }));
  }

  settings({ profile, repository }: OnRepository): InstanceSettings {
    return this.#parts.host(profile).instanceSettings.get(repository) ?? instanceSettings.parse({});
  }

  configure({ profile, repository, settings }: OnRepository & { settings: InstanceSettings }): InstanceSettings {
    this.#parts.host(profile).instanceSettings.set(repository, settings);
    return settings;
  }

  publicAddress({ profile, repository }: OnRepository): Result<{ url: string; password: string }> {
    const owner = this.#parts.host(profile);
    if (owner.settings.nginxKind === 'own') {
      const message = 'There is a public address only behind the nginx of the system.';
      return fail('unavailable', 'nginx', message, 'Choose it in the settings of this server.');
    }
    if (this.find(profile, repository)?.state !== 'running') {
      const message = 'VS Code is not running for this repository.';
      return fail('instance-not-running', 'nginx', message, 'Start it first.');
    }
    const url = `${owner.hasTls ? 'https' : 'http'}://${owner.profile.address}/vscode/${repository}/`;
    return { ok: true, value: { url, password: 'abcde-fghij-kmnpq-rstuv' } };
  }

  async *#all(
    profile: string,
    ids: readonly string[],
    verb: 'Starting' | 'Stopping',
    one: (id: string) => Operation<Instance>,
  ): Operation<ManyInstances> {
    const outcome: ManyInstances = { instances: [], failures: [] };
    for (const [index, id] of ids.entries()) {
      const repository = this.find(profile, id)?.repository ?? id;
      const title = `${verb} ${repository} (${index + 1} of ${ids.length})`;
      const step = stepOf(verb === 'Starting' ? 'process' : 'stop', title);
      yield { type: 'step', step };
      let isDone = false;
      for await (const item of one(id)) {
        if (item.type === 'failed') outcome.failures.push({ id, repository, failure: item.failure });
        if (item.type === 'done') outcome.instances.push(item.value);
        isDone = item.type === 'done';
      }
      yield { type: 'step', step: { ...step, state: isDone ? 'done' : 'undone', atMs: Date.now() } };
    }
    yield { type: 'done', value: outcome };
  }

  async *#step(stage: OperationStep['stage'], title: string): AsyncGenerator<{ type: 'step'; step: OperationStep }> {
    const step = stepOf(stage, title);
    yield { type: 'step', step };
    await this.#parts.pauseStep();
    yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
  }
}

function stepOf(stage: OperationStep['stage'], title: string): OperationStep {
  return { stage, title, state: 'started', atMs: Date.now() };
}
