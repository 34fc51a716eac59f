import type { CoreContract } from '../../../main/contract/contract.ts';
import type { Handlers } from '../../../main/contract/define.ts';
import { fail, succeed } from '../../../main/contract/failure.ts';
import { profile } from '../../../main/contract/profiles.ts';
import type { Core } from '../../../main/core/core.ts';
import { fakeSecrets } from '../fake-core/fake-secrets.ts';

/** What happened to a fake core. */
export interface HostlessCore extends Core {
  readonly frameAncestors: (string | null)[];
  disposeCount(): number;
  watchingCount(): number;
  readonly calls: { readonly method: string; readonly input: unknown }[];
}

type Overrides = { readonly [Capability in keyof CoreContract]?: Partial<Handlers<CoreContract>[Capability]> };

/** A core without hosts: it answers profiles, notes every call, and lets tests replace single handlers. */
export function hostlessCore(overrides: Overrides = {}): HostlessCore {
  const frameAncestors: (string | null)[] = [];
  const calls: { method: string; input: unknown }[] = [];
  let disposeCount = 0;
  let watchingCount = 0;
  const missing = async () => fail('profile-not-found', 'store', 'There is no such profile.', 'Add it first.');
  const viewGone = async () => fail('session-ended', 'session', 'The view is gone.', 'Open the terminal again.');
  const noPreset = async () => fail('preset-not-found', 'input', 'There is no such preset.', 'List the presets.');
  async function* failing() {
    yield { type: 'failed', failure: (await missing()).failure } as const;
  }
  async function* watch(_input: unknown, { signal }: { readonly signal: unknown }) {
    watchingCount += 1;
    await new Promise((resolve) => (signal as AbortSignal).addEventListener('abort', resolve));
    watchingCount -= 1;
    yield* [];
  }
  const handlers: Handlers<CoreContract> = {
    profiles: {
      list: async () => succeed([]),
      add: async (draft) => succeed(profile.parse({ id: 'new', ...draft })),
      edit: missing,
      duplicate: missing,
      arrange: missing,
      export: missing,
      import: async () => succeed({ added: [], skipped: [] }),
      readSshConfig: async () => succeed({ hosts: [], problems: [] }),
      importSshConfig: async () => succeed({ added: [], skipped: [] }),
      remove: async ({ profile: name }) => succeed({ id: name, name }),
      ...overrides.profiles,
    },
    hosts: {
      status: missing,
      connect: missing,
      disconnect: missing,
      trust: missing,
      forgetKey: missing,
      answer: missing,
      timeline: missing,
      diagnose: missing,
      unlock: async () => succeed({}),
      settings: missing,
      configure: missing,
      supervision: missing,
      enableLinger: missing,
      stats: missing,
      watch,
      ...overrides.hosts,
    },
    secrets: { ...fakeSecrets(), ...overrides.secrets },
    repositories: {
      list: missing,
      inspect: missing,
      add: missing,
      create: missing,
      clone: failing,
      clones: missing,
      followClone: failing,
      cancelClone: missing,
      deployKey: missing,
      rename: missing,
      remove: missing,
      ...overrides.repositories,
    },
    instances: {
      list: missing,
      watch,
      start: failing,
      stop: failing,
      restart: failing,
      suspend: failing,
      startAll: failing,
      stopAll: failing,
      open: missing,
      publicAddress: missing,
      settings: missing,
      configure: missing,
      ...overrides.instances,
    },
    bases: { show: missing, save: failing, clear: missing, ...overrides.bases },
    logs: { sources: missing, follow: failing, ...overrides.logs },
    ports: { list: missing, reconcile: missing, ...overrides.ports },
    forwards: {
      watch,
      open: missing,
      remember: missing,
      close: async () => succeed({}),
      enter: async () => fail('unavailable', 'input', 'There is no such forward.', 'Forward the port.'),
      ...overrides.forwards,
    },
    alerts: { list: missing, watch, settings: missing, configure: missing, test: missing, ...overrides.alerts },
    cleanup: { preview: missing, run: failing, ...overrides.cleanup },
    stats: { watch, history: missing, ...overrides.stats },
    processes: { end: failing, ...overrides.processes },
    sessions: {
      list: missing,
      watch,
      start: failing,
      resume: failing,
      stop: failing,
      rename: missing,
      send: missing,
      keys: missing,
      capture: missing,
      wait: missing,
      transcript: missing,
      settings: missing,
      configure: missing,
      hooks: missing,
      configureHooks: missing,
      attach: failing,
      type: viewGone,
      resize: viewGone,
      takeControl: viewGone,
      ...overrides.sessions,
    },
    presets: {
      list: async () => succeed([]),
      save: noPreset,
      remove: noPreset,
      reset: async () => succeed([]),
      export: noPreset,
      import: async () => succeed({ added: [], skipped: [] }),
      setSecret: noPreset,
      ...overrides.presets,
    },
    setup: {
      doctor: missing,
      fix: failing,
      plan: missing,
      run: failing,
      follow: failing,
      cancel: missing,
      codeServers: missing,
      useCodeServer: failing,
      removeCodeServer: failing,
      ...overrides.setup,
    },
  };
  return {
    handlers: noting(handlers, calls),
    gate: {
      admit: () => Promise.reject(new Error('no gate')),
      find: () => null,
      isKnown: () => false,
      admitPort: () => Promise.reject(new Error('no gate')),
      dismissPort: () => undefined,
      rest: () => undefined,
      revoke: () => undefined,
      setFrameAncestor: (origin) => frameAncestors.push(origin),
      refusals: () => ({ host: 0, origin: 0, 'fetch-site': 0, cookie: 0 }),
      close: async () => undefined,
    },
    wake: () => undefined,
    dispose: async () => {
      disposeCount += 1;
    },
    frameAncestors,
    calls,
    disposeCount: () => disposeCount,
    watchingCount: () => watchingCount,
  };
}

/** The same handlers, writing down what they are asked. */
function noting<H extends object>(
  handlers: H,
  calls: { method: string; input: unknown }[],
  path: readonly string[] = [],
): H {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, value]: [string, unknown]) => {
      const own = [...path, name];
      if (typeof value !== 'function') return [name, noting(value as object, calls, own)];
      return [
        name,
        (input: unknown, context: unknown) => {
          calls.push({ method: own.join('.'), input });
          return (value as (...args: unknown[]) => unknown)(input, context);
        },
      ];
    }),
  ) as H;
}
