import type { AppContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { fail, type Result, succeed } from '../../../main/contract/failure.ts';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import type { Instance } from '../../../main/contract/instances.ts';
import type { OperationItem, OperationStep } from '../../../main/contract/operation.ts';
import { type FakeHost, fakeHosts, portsOf, startFailure, statsOf } from './fake-hosts.ts';
import { Topic } from './topic.ts';

/** How the fake behaves. */
export interface FakeCoreOptions {
  readonly hosts?: FakeHost[];
  /** Length of one step of an operation, milliseconds. */
  readonly stepMs?: number;
  /** Length of an attempt to connect, milliseconds. */
  readonly connectMs?: number;
  readonly editorHost?: 'iframe' | 'view' | 'none';
  /** Address of the fake editor of an instance. */
  readonly entryUrl?: (instanceId: string) => string;
}

/** A core without hosts behind it, for the page's own tests and pictures. It keeps its word like the real one. */
export interface FakeCore {
  readonly handlers: Handlers<AppContract>;
  /** The native views that are open, by tab id. */
  readonly views: Map<string, { readonly isVisible: boolean; readonly width: number }>;
  host(profileId: string): FakeHost;
  setStatus(profileId: string, part: Partial<HostStatus>): void;
  /** Changes an instance as if it happened on the host. */
  setInstance(profileId: string, instanceId: string, part: Partial<Instance>): void;
}

const startTitles = [
  ['budget', 'Checking the memory'],
  ['claim', 'Claiming a port'],
  ['directories', 'Making its folders'],
  ['process', 'Starting VS Code'],
  ['healthz', 'Waiting for VS Code to answer'],
  ['nginx', 'Writing the route'],
  ['route', 'Trying the route'],
] as const;

const pause = (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayMs));

/** Makes a fake core. */
export function createFakeCore(options: FakeCoreOptions = {}): FakeCore {
  const { stepMs = 5, connectMs = 5, editorHost = 'iframe', entryUrl = (id) => `about:blank#${id}` } = options;
  const hosts = options.hosts ?? fakeHosts(Date.now());
  const statuses = new Topic<ReadonlyMap<string, HostStatus>>(new Map());
  const instanceTopics = new Map<string, Topic<readonly Instance[]>>();
  const views: FakeCore['views'] = new Map();

  const find = (reference: string) =>
    hosts.find(({ profile }) => profile.id === reference || profile.name === reference);
  const host = (reference: string) => {
    const found = find(reference);
    if (found === undefined) throw new Error(`The fake has no host ${reference}`);
    return found;
  };
  const statusOf = (profileId: string): HostStatus =>
    statuses.value.get(profileId) ?? {
      profileId,
      state: 'disconnected',
      sinceMs: Date.now(),
      lastHeardAtMs: null,
      roundTripMs: null,
      nextAttemptAtMs: null,
      failure: null,
    };
  const setStatus = (profileId: string, part: Partial<HostStatus>) =>
    statuses.publish(new Map(statuses.value).set(profileId, { ...statusOf(profileId), sinceMs: Date.now(), ...part }));
  const topicOf = (profileId: string) => {
    const known = instanceTopics.get(profileId) ?? new Topic<readonly Instance[]>(host(profileId).instances);
    instanceTopics.set(profileId, known);
    return known;
  };
  const setInstance = (profileId: string, instanceId: string, part: Partial<Instance>): Instance => {
    const owner = host(profileId);
    const repository = owner.repositories.find(({ id }) => id === instanceId);
    const known = owner.instances.find(({ id }) => id === instanceId) ?? {
      id: instanceId,
      repository: repository?.name ?? instanceId,
      path: repository?.path ?? `/${instanceId}`,
      state: 'stopped' as const,
      port: null,
      pid: null,
      memoryBytes: null,
      startedAtMs: null,
    };
    const changed = { ...known, ...part };
    owner.instances = [...owner.instances.filter(({ id }) => id !== instanceId), changed];
    topicOf(profileId).publish(owner.instances);
    return changed;
  };

  const connectTo = async (reference: string): Promise<Result<HostStatus>> => {
    const { profile, obstacle } = host(reference);
    if (statusOf(profile.id).state === 'connected') return succeed(statusOf(profile.id));
    setStatus(profile.id, { state: 'connecting', failure: null });
    await pause(connectMs);
    if (obstacle !== null) {
      setStatus(profile.id, { state: 'failed', failure: obstacle });
      return { ok: false, failure: obstacle };
    }
    setStatus(profile.id, { state: 'connected', roundTripMs: 12, lastHeardAtMs: Date.now() });
    return succeed(statusOf(profile.id));
  };
  const linked = async <T>(reference: string, answer: (linkedHost: FakeHost) => T): Promise<Result<T>> => {
    const { profile } = host(reference);
    if (statusOf(profile.id).state !== 'connected') {
      return fail('link-lost', 'session', 'The link is not up.', 'Connect, then try again.');
    }
    return succeed(answer(host(reference)));
  };

  async function* start(profileId: string, id: string): AsyncGenerator<OperationItem<Instance>> {
    const failsAt = id === 'broken-app' ? 'healthz' : null;
    const done: OperationStep[] = [];
    for (const [stage, title] of startTitles) {
      const step = { stage, title, state: 'started' as const, atMs: Date.now() };
      yield { type: 'step', step };
      await pause(stepMs);
      if (stage === failsAt) {
        for (const undone of [step, ...done.toReversed()]) {
          yield { type: 'step', step: { ...undone, state: 'undone', atMs: Date.now() } };
        }
        yield { type: 'failed', failure: startFailure };
        return;
      }
      done.push(step);
      yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
    }
    const used = new Set(host(profileId).instances.map(({ port }) => port));
    const port = Array.from({ length: 12 }, (_, index) => 8888 + index).find((free) => !used.has(free)) ?? null;
    const part = { state: 'running' as const, port, pid: 5000 + used.size, memoryBytes: 104 * 1024 ** 2 };
    yield { type: 'done', value: setInstance(profileId, id, { ...part, startedAtMs: Date.now() }) };
  }

  async function* stop(profileId: string, id: string): AsyncGenerator<OperationItem<Instance>> {
    const step = { stage: 'stop' as const, title: 'Ending its processes', state: 'started' as const, atMs: Date.now() };
    yield { type: 'step', step };
    await pause(stepMs);
    yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
    const part = { state: 'stopped' as const, port: null, pid: null, memoryBytes: null, startedAtMs: null };
    yield { type: 'done', value: setInstance(profileId, id, part) };
  }

  const handlers = {
    profiles: {
      list: async () => succeed(hosts.map(({ profile }) => profile)),
      async add(draft: FakeHost['profile']) {
        if (find(draft.name) !== undefined) {
          return fail(
            'profile-exists',
            'input',
            `There is a server named ${draft.name} already.`,
            'Choose another name.',
          );
        }
        const id = draft.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
        const profile = { ...draft, id };
        hosts.push({ profile, obstacle: null, repositories: [], instances: [], leftovers: [], foreignPorts: [] });
        return succeed(profile);
      },
      async edit({ profile: reference, draft }: { profile: string; draft: FakeHost['profile'] }) {
        const edited = host(reference);
        edited.profile = { ...draft, id: edited.profile.id };
        return succeed(edited.profile);
      },
      async remove({ profile: reference }: { profile: string }) {
        const { profile } = host(reference);
        hosts.splice(
          hosts.findIndex((known) => known.profile.id === profile.id),
          1,
        );
        return succeed({ id: profile.id, name: profile.name });
      },
    },
    hosts: {
      status: ({ profile }: { profile: string }) => connectTo(profile),
      connect: ({ profile }: { profile: string }) => connectTo(profile),
      async disconnect({ profile }: { profile: string }) {
        setStatus(host(profile).profile.id, { state: 'disconnected', failure: null });
        return succeed(statusOf(profile));
      },
      async trust({ profile, fingerprint }: { profile: string; fingerprint: string }) {
        host(profile).obstacle = null;
        return succeed({ fingerprint });
      },
      async unlock({ profile, secret }: { profile: string; secret: string }) {
        if (secret === 'right') host(profile).obstacle = null;
        return succeed({});
      },
      stats: async ({ profile }: { profile: string }) => {
        const { statsFailure } = host(profile);
        if (statsFailure !== undefined) return { ok: false, failure: statsFailure } as const;
        return linked(profile, (found) => statsOf(found, Date.now()));
      },
      async *watch(_input: object, { signal }: { signal: AbortSignal }) {
        const told = new Map<string, HostStatus>();
        for await (const all of statuses.follow(signal)) {
          for (const [id, status] of all) {
            if (told.get(id) === status) continue;
            told.set(id, status);
            yield status;
          }
        }
      },
    },
    repositories: { list: ({ profile }: { profile: string }) => linked(profile, (found) => found.repositories) },
    instances: {
      list: ({ profile }: { profile: string }) => linked(profile, (found) => found.instances),
      async *watch({ profile }: { profile: string }, { signal }: { signal: AbortSignal }) {
        for await (const all of topicOf(profile).follow(signal)) yield { type: 'instances', instances: [...all] };
      },
      start: ({ profile, repository }: { profile: string; repository: string }) => start(profile, repository),
      stop: ({ profile, repository }: { profile: string; repository: string }) => stop(profile, repository),
      open: ({ profile, repository }: { profile: string; repository: string }) =>
        linked(profile, () => {
          const url = entryUrl(repository);
          return { instanceId: repository, origin: new URL(url).origin, entryUrl: url, isDirect: false };
        }),
    },
    ports: { list: ({ profile }: { profile: string }) => linked(profile, portsOf) },
    cleanup: {
      preview: ({ profile }: { profile: string }) => linked(profile, (found) => found.leftovers),
      async *run({ profile }: { profile: string }) {
        const owner = host(profile);
        for (const item of owner.leftovers) {
          const step = { stage: 'cleanup', title: `Removing ${item.target}`, state: 'started', atMs: Date.now() };
          yield { type: 'step', step };
          await pause(stepMs);
          yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
        }
        const removed = owner.leftovers;
        owner.leftovers = [];
        yield { type: 'done', value: { removed, remaining: [] } };
      },
    },
    shell: {
      info: async () => succeed({ shell: 'web', version: '0.1.0', editorHost, hasKeychain: editorHost === 'view' }),
    },
    views: {
      async open({ tabId, bounds }: { tabId: string; bounds: { width: number } }) {
        views.set(tabId, { isVisible: true, width: bounds.width });
        return succeed({});
      },
      async place({ tabId, bounds, isVisible }: { tabId: string; bounds: { width: number }; isVisible: boolean }) {
        views.set(tabId, { isVisible, width: bounds.width });
        return succeed({});
      },
      close: async ({ tabId }: { tabId: string }) => succeed({ isClosed: views.delete(tabId) }),
    },
    // What the fake answers is checked again by `serve`, with the contract's own schemas.
  } as unknown as Handlers<AppContract>;

  return { handlers, views, host, setStatus, setInstance };
}
