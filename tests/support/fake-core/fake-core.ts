import type { CleanupLevel } from '../../../main/contract/cleanup.ts';
import type { AppContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { type Failure, fail, type Result, succeed } from '../../../main/contract/failure.ts';
import type { HostSettings, HostStatus } from '../../../main/contract/hosts.ts';
import type { Instance, InstanceSettings } from '../../../main/contract/instances.ts';
import type { ProcessRow } from '../../../main/contract/processes.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { FakePresets } from './agents/fake-presets.ts';
import { FakeSessions } from './agents/fake-sessions.ts';
import { previewOf, runCleanup } from './fake-cleanup.ts';
import { FakeCommands } from './fake-commands.ts';
import { type FakeHost, fakeHosts, fakeInstance, plainBase, portsOf, statsOf } from './fake-hosts.ts';
import { FakeInstances } from './fake-instances.ts';
import { FakeLinks } from './fake-links.ts';
import { type FakeSshConfig, fakeProfiles } from './fake-profiles.ts';
import { FakeRepositories } from './fake-repositories.ts';
import { type FakeSecretsOptions, fakeSecrets } from './fake-secrets.ts';
import { FakeSetup } from './fake-setup.ts';
import { FakeSurroundings } from './fake-surroundings.ts';
import { FakeUpdates } from './fake-updates.ts';
import { FakeUpkeep } from './fake-upkeep.ts';
import { type FakeView, FakeViews } from './fake-views.ts';
import { FakeAlerts } from './seeing/fake-alerts.ts';
import { FakeForwards } from './seeing/fake-forwards.ts';
import { FakeLogs } from './seeing/fake-logs.ts';
import { FakeProcesses } from './seeing/fake-processes.ts';
import { FakeStats } from './seeing/fake-stats.ts';
import { Topic } from './topic.ts';

/** How the fake behaves. */
export interface FakeCoreOptions {
  readonly hosts?: FakeHost[];
  /** Default: it names no host. */
  readonly sshConfig?: FakeSshConfig;
  /** Length of one step of an operation, milliseconds. */
  readonly stepMs?: number;
  /** Length of an attempt to connect, milliseconds. */
  readonly connectMs?: number;
  /** Milliseconds from reading to reading of a host that is watched; left out, what the viewer asks for. */
  readonly statsTickMs?: number;
  readonly editorHost?: 'iframe' | 'view' | 'none';
  /** Default: nothing is remembered. */
  readonly secrets?: FakeSecretsOptions;
  /** Address of the fake editor of an instance. */
  readonly entryUrl?: (instanceId: string) => string;
}

/** A core without hosts behind it, for the page's own tests and pictures. It keeps its word like the real one. */
export interface FakeCore {
  readonly handlers: Handlers<AppContract>;
  /** The native views that are open, by tab id. */
  readonly views: ReadonlyMap<string, FakeView>;
  /** What they are asked for and tell. */
  readonly nativeViews: FakeViews;
  host(profileId: string): FakeHost;
  readonly alerts: FakeAlerts;
  /** The desktop around the page. */
  readonly surroundings: FakeSurroundings;
  /** Berth's care for itself. */
  readonly upkeep: FakeUpkeep;
  readonly updates: FakeUpdates;
  /** Its menu and keys. */
  readonly commands: FakeCommands;
  setStatus(profileId: string, part: Partial<HostStatus>): void;
  /** Changes an instance as if it happened on the host. */
  setInstance(profileId: string, instanceId: string, part: Partial<Instance>): void;
  /** Adds to the log of an instance, or of a kind, or begins it anew with a text that does not continue the present one. */
  setLog(profileId: string, log: string, text: string): void;
  readonly forwards: FakeForwards;
  /** What a log says, by the id of its instance or by its kind. */
  logText(profileId: string, log: string): string;
  /** Lets the hosts of all followed logs go away, or come back. */
  setLogsAway(isAway: boolean): void;
  /** Replaces all processes of a host, and takes a reading at once. */
  setProcesses(profileId: string, rows: readonly ProcessRow[]): void;
  /** The readings of the hosts: `tick`, `reboot`, `changePorts`, `fail`. */
  readonly stats: FakeStats;
  /** Terminals and agents: states, screens and failures on cue. */
  readonly sessions: FakeSessions;
  readonly presets: FakePresets;
}

interface OnRepository {
  readonly profile: string;
  readonly repository: string;
}

const pause = (delayMs: number) => new Promise<void>((resolve) => setTimeout(resolve, delayMs));

/** Makes a fake core. */
export function createFakeCore(options: FakeCoreOptions = {}): FakeCore {
  const {
    stepMs = 5,
    connectMs = 5,
    sshConfig,
    editorHost = 'iframe',
    entryUrl = (id) => `about:blank#${id}`,
  } = options;
  const hosts = options.hosts ?? fakeHosts(Date.now());
  const statuses = new Topic<ReadonlyMap<string, HostStatus>>(new Map());
  const instanceTopics = new Map<string, Topic<readonly Instance[]>>();
  const nativeViews = new FakeViews();

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
      attemptCount: 0,
      eventNumber: 0,
      failure: null,
      question: null,
    };
  const setStatus = (profileId: string, part: Partial<HostStatus>) => {
    statuses.publish(new Map(statuses.value).set(profileId, { ...statusOf(profileId), sinceMs: Date.now(), ...part }));
    stats.wake();
    sessions.wake();
  };
  const topicOf = (profileId: string) => {
    const known = instanceTopics.get(profileId) ?? new Topic<readonly Instance[]>(host(profileId).instances);
    instanceTopics.set(profileId, known);
    return known;
  };
  const setInstance = (profileId: string, instanceId: string, part: Partial<Instance>): Instance => {
    const owner = host(profileId);
    const repository = owner.repositories.find(({ id }) => id === instanceId);
    const known =
      owner.instances.find(({ id }) => id === instanceId) ??
      fakeInstance(instanceId, {
        repository: repository?.name ?? instanceId,
        path: repository?.path ?? `/${instanceId}`,
      });
    const changed = { ...known, ...part };
    owner.instances = [...owner.instances.filter(({ id }) => id !== instanceId), changed];
    topicOf(profileId).publish(owner.instances);
    stats.wake();
    return changed;
  };

  /** What stands in the way on the host that it leads through, told as that one's. */
  const obstacleOnWay = async ({ jumpProfileId }: Profile): Promise<Failure | null> => {
    if (jumpProfileId === null) return null;
    const way = await connectTo(jumpProfileId);
    return way.ok
      ? null
      : { ...way.failure, jump: { profileId: jumpProfileId, name: host(jumpProfileId).profile.name } };
  };
  const connectTo = async (reference: string, isKept = false): Promise<Result<HostStatus>> => {
    const { profile } = host(reference);
    if (statusOf(profile.id).state === 'connected') return succeed(statusOf(profile.id));
    setStatus(profile.id, { state: 'connecting', failure: null });
    await pause(connectMs);
    const obstacle = (await obstacleOnWay(profile)) ?? host(reference).obstacle ?? (await links.logIn(profile.id));
    if (obstacle !== null) {
      const goesOn = isKept && obstacle.kind === 'unreachable';
      setStatus(profile.id, {
        state: goesOn ? 'reconnecting' : 'failed',
        failure: obstacle,
        nextAttemptAtMs: goesOn ? Date.now() + 30_000 : null,
      });
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

  const pauseStep = () => pause(stepMs);
  const instances = new FakeInstances({ host, setInstance, pauseStep });
  const repositories = new FakeRepositories({ host, linked, pauseStep });
  const forwards = new FakeForwards({
    linked: (profile) => linked(profile, (found) => found.profile.id),
    entryUrl: (port) => entryUrl(`port-${port}`),
  });
  const alerts = new FakeAlerts((profile, answer) => linked(profile, (found) => answer(found.profile.id)));
  const surroundings = new FakeSurroundings();
  const upkeep = new FakeUpkeep(editorHost === 'view');
  const updates = new FakeUpdates();
  const commands = new FakeCommands();
  const logs = new FakeLogs({ host, linked });
  const links = new FakeLinks({ host, setStatus, pauseStep });
  const setup = new FakeSetup({ host, linked, pauseStep });
  const processes = new FakeProcesses({
    host,
    pauseStep,
    onRootEnded: (profileId, id) =>
      setInstance(profileId, id, { state: 'crashed', pid: null, memoryBytes: null, sinceMs: Date.now() }),
    onEnded: (profileId) => stats.tick(profileId),
  });
  const { statsTickMs: tickMs = null } = options;
  const stats = new FakeStats({ host, statusOf, connectTo, processes, tickMs });
  const presets = new FakePresets();
  const availableBytes = (found: FakeHost) => statsOf(found, Date.now()).memory.availableBytes;
  const sessions = new FakeSessions({ host, linked, connectTo, statusOf, availableBytes, presets, pauseStep });
  for (const { profile, status } of hosts) if (status !== undefined) setStatus(profile.id, status);

  const handlers = {
    profiles: fakeProfiles(hosts, sshConfig),
    hosts: {
      ...links.handlers(),
      status: ({ profile }: { profile: string }) => connectTo(profile),
      connect: ({ profile, isKept }: { profile: string; isKept: boolean }) => connectTo(profile, isKept),
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
      settings: ({ profile }: { profile: string }) => linked(profile, ({ settings }) => settings),
      configure: ({ profile, settings }: { profile: string; settings: HostSettings }) =>
        linked(profile, (found) => {
          found.settings = settings;
          return settings;
        }),
      supervision: ({ profile }: { profile: string }) => linked(profile, ({ supervision }) => supervision),
      enableLinger: ({ profile }: { profile: string }) =>
        linked(profile, (found) => {
          const message = 'systemd looks after each instance, also after your last logout.';
          found.supervision = { ...found.supervision, isLingering: true, message, nextStep: null };
          return found.supervision;
        }),
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
    secrets: fakeSecrets(options.secrets),
    repositories: repositories.handlers(),
    instances: {
      list: ({ profile }: { profile: string }) => linked(profile, (found) => found.instances),
      async *watch({ profile }: { profile: string }, { signal }: { signal: AbortSignal }) {
        for await (const all of topicOf(profile).follow(signal)) yield { type: 'instances', instances: [...all] };
      },
      start: (input: OnRepository) => instances.start(input),
      stop: (input: OnRepository) => instances.stop(input),
      restart: (input: OnRepository) => instances.restart(input),
      suspend: (input: OnRepository) => instances.suspend(input),
      startAll: (input: { profile: string; repositories: string[] }) => instances.startAll(input),
      stopAll: (input: { profile: string }) => instances.stopAll(input),
      open: ({ profile, repository }: { profile: string; repository: string }) =>
        linked(profile, () => {
          const url = entryUrl(repository);
          return { instanceId: repository, origin: new URL(url).origin, entryUrl: url, isDirect: false };
        }),
      publicAddress: async (input: OnRepository) => {
        const answer = await linked(input.profile, () => instances.publicAddress(input));
        return answer.ok ? answer.value : answer;
      },
      settings: (input: OnRepository) => linked(input.profile, () => instances.settings(input)),
      configure: (input: OnRepository & { settings: InstanceSettings }) =>
        linked(input.profile, () => instances.configure(input)),
    },
    logs: logs.handlers(),
    bases: {
      show: ({ profile }: { profile: string }) => linked(profile, ({ base }) => base),
      async *save({ profile, repository }: OnRepository) {
        const step = { stage: 'directories', title: 'Copying its settings and extensions', atMs: Date.now() };
        yield { type: 'step', step: { ...step, state: 'started' } };
        await pauseStep();
        yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
        const extensions = ['esbenp.prettier-vscode', 'ms-python.python'];
        const base = { repository, savedAtMs: Date.now(), extensions, sizeBytes: 61 * 1024 ** 2 };
        host(profile).base = base;
        yield { type: 'done', value: base };
      },
      clear: ({ profile }: { profile: string }) =>
        linked(profile, (found) => {
          found.base = plainBase;
          return plainBase;
        }),
    },
    ports: {
      list: ({ profile }: { profile: string }) => linked(profile, portsOf),
      reconcile: ({ profile }: { profile: string }) => linked(profile, () => ({ changes: [] })),
    },
    forwards: forwards.handlers(),
    alerts: alerts.handlers(),
    cleanup: {
      preview: ({ profile, level = 'leftovers' }: { profile: string; level?: CleanupLevel }) =>
        linked(profile, (found) => previewOf(found, level)),
      run: ({
        profile,
        ...input
      }: {
        profile: string;
        level: CleanupLevel;
        digest: string | null;
        ticked: string[];
      }) => {
        const owner = host(profile);
        return runCleanup(owner, input, pauseStep, () => {
          owner.instances = [];
          topicOf(owner.profile.id).publish([]);
        });
      },
    },
    sessions: sessions.handlers(),
    presets: presets.handlers(),
    setup: setup.handlers(),
    stats: {
      watch: (input: { profile: string }, context: { signal: AbortSignal }) => stats.watch(input, context),
      history: (input: { profile: string }) => stats.history(input),
    },
    processes: {
      end: (input: Parameters<FakeProcesses['end']>[0]) => processes.end(input),
    },
    shell: {
      info: async () => succeed({ shell: editorHost === 'view' ? 'electron' : 'web', version: '0.1.0', editorHost }),
      ...surroundings.handlers(),
      ...commands.handlers(),
    },
    views: nativeViews.handlers,
    upkeep: upkeep.handlers,
    updates: updates.handlers,
    // What the fake answers is checked again by `serve`, with the contract's own schemas.
  } as unknown as Handlers<AppContract>;

  const setLog = (profileId: string, log: string, text: string) => logs.set(profileId, log, text);
  const logText = (profileId: string, log: string) => logs.text(profileId, log);
  const setLogsAway = (isAway: boolean) => logs.setAway(isAway);
  const setProcesses = (profileId: string, rows: readonly ProcessRow[]) => {
    host(profileId).processes = rows;
    stats.tick(profileId);
  };
  return {
    handlers,
    alerts,
    surroundings,
    upkeep,
    updates,
    commands,
    views: nativeViews.byTab,
    nativeViews,
    host,
    setStatus,
    setInstance,
    setLog,
    logText,
    setLogsAway,
    setProcesses,
    stats,
    sessions,
    presets,
    forwards,
  };
}
