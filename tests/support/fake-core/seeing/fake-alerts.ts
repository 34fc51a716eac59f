import {
  type AlertEntry,
  type AlertKind,
  type AlertRule,
  type AlertSettings,
  alertEntry,
  alertKind,
} from '../../../../main/contract/alerts.ts';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';

const calm: AlertRule = { isEnabled: true, raisedAboveShare: null, clearedBelowShare: null, durationSeconds: 0 };
const above = (raised: number, cleared: number, seconds: number): AlertRule => ({
  isEnabled: true,
  raisedAboveShare: raised,
  clearedBelowShare: cleared,
  durationSeconds: seconds,
});

/** The settings that a host begins with. */
export function plainAlertSettings(): AlertSettings {
  const rules = Object.fromEntries(alertKind.options.map((kind) => [kind, calm])) as Record<AlertKind, AlertRule>;
  return {
    rules: {
      ...rules,
      cpu: above(0.8, 0.7, 300),
      memory: above(0.85, 0.8, 120),
      disk: above(0.9, 0.85, 0),
      'setup-broken': { ...calm, durationSeconds: 60 },
    },
    delivery: { webhookUrl: null, ntfyUrl: null },
    mutedUntilMs: null,
    suspendsUnderPressure: false,
  };
}

/** An entry as a host tells it; number and time are given when it is told. */
export type FakeAlert = Partial<AlertEntry> & Pick<AlertEntry, 'kind' | 'message'>;

type Linked = <T>(profile: string, answer: (profileId: string) => T) => Promise<Result<T>>;
type Item =
  | { readonly type: 'entry'; readonly profileId: string; readonly entry: AlertEntry; readonly isPast: boolean }
  | { readonly type: 'raised'; readonly profileId: string; readonly raised: AlertEntry[] };

interface HostAlerts {
  settings: AlertSettings;
  raised: AlertEntry[];
  entries: AlertEntry[];
}

/** The alerts of fake hosts: a test raises and clears them. */
export class FakeAlerts {
  readonly #linked: Linked;
  readonly #hosts = new Map<string, HostAlerts>();
  readonly #listeners = new Set<(item: Item) => void>();

  constructor(linked: Linked) {
    this.#linked = linked;
  }

  of(profileId: string): HostAlerts {
    const known = this.#hosts.get(profileId) ?? { settings: plainAlertSettings(), raised: [], entries: [] };
    this.#hosts.set(profileId, known);
    return known;
  }

  /** Lets a host warn, tell or clear; what is cleared goes by kind, target, instance and session. */
  tell(profileId: string, alert: FakeAlert, isPast = false): AlertEntry {
    const host = this.of(profileId);
    const entry = alertEntry.parse({
      number: (host.entries[0]?.number ?? 0) + 1,
      state: 'raised',
      atMs: Date.now(),
      target: null,
      instanceId: null,
      repository: null,
      session: null,
      share: null,
      isQuiet: false,
      nextStep: 'There is nothing to do.',
      deliveries: [],
      ...alert,
    });
    host.entries = [entry, ...host.entries].slice(0, 200);
    const isSame = ({ kind, target, instanceId, session }: AlertEntry) =>
      kind === entry.kind &&
      target === entry.target &&
      instanceId === entry.instanceId &&
      session?.id === entry.session?.id;
    if (entry.state !== 'told') {
      const others = host.raised.filter((known) => !isSame(known));
      host.raised = entry.state === 'raised' ? [entry, ...others] : others;
    }
    this.#push({ type: 'entry', profileId, entry, isPast });
    this.#push({ type: 'raised', profileId, raised: host.raised });
    return entry;
  }

  handlers() {
    return {
      list: ({ profile }: { profile: string }) =>
        this.#linked(profile, (id) => ({ raised: this.of(id).raised, entries: this.of(id).entries })),
      watch: (_input: object, { signal }: { signal: AbortSignal }) => this.#watch(signal),
      settings: ({ profile }: { profile: string }) => this.#linked(profile, (id) => this.of(id).settings),
      configure: ({ profile, settings }: { profile: string; settings: AlertSettings }) =>
        this.#linked(profile, (id) => {
          this.of(id).settings = settings;
          return settings;
        }),
      test: async ({ profile }: { profile: string }) => {
        const answer = await this.#linked(profile, (id) => this.of(id).settings.delivery);
        if (!answer.ok) return answer;
        const { webhookUrl, ntfyUrl } = answer.value;
        if (webhookUrl === null && ntfyUrl === null) {
          const message = 'No address for notices is set on this server.';
          return fail('unavailable', 'input', message, 'Set a webhook or a topic of ntfy, save, then try again.');
        }
        const became = (channel: 'webhook' | 'ntfy', url: string | null) => {
          if (url === null) return [];
          const isBroken = url.includes('broken');
          const detail = isBroken ? 'The other server answered 404.' : null;
          return [{ channel, outcome: isBroken ? 'failed' : 'delivered', detail } as const];
        };
        return succeed([...became('webhook', webhookUrl), ...became('ntfy', ntfyUrl)]);
      },
    };
  }

  #push(item: Item): void {
    for (const listener of this.#listeners) listener(item);
  }

  async *#watch(signal: AbortSignal): AsyncGenerator<Item> {
    const waiting: Item[] = [...this.#hosts].map(([profileId, { raised }]) => ({ type: 'raised', profileId, raised }));
    let wake: () => void = () => undefined;
    const listener = (item: Item) => {
      waiting.push(item);
      wake();
    };
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => wake(), { once: true });
    try {
      while (!signal.aborted) {
        for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) yield item;
        await new Promise<void>((resolve) => {
          wake = resolve;
          if (waiting.length > 0 || signal.aborted) resolve();
        });
      }
    } finally {
      this.#listeners.delete(listener);
    }
  }
}
