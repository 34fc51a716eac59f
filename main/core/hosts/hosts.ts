import type { CoreContract } from '../../contract/contract.ts';
import type { FailureOf, Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import { type HostStatus, hostStats } from '../../contract/hosts.ts';
import type { Profile } from '../../contract/profiles.ts';
import type { Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { cleanLine } from '../remote/untrusted.ts';
import type { ConnectOptions } from '../ssh/link.ts';
import { Mailbox } from '../streams/mailbox.ts';
import type { HostRegistry } from './host-registry.ts';
import type { HostSecrets } from './host-secrets.ts';
import { enableLinger, readHostSettings, readSupervision, writeHostSettings } from './host-settings.ts';

/** The texts of a reading are only for display. */
const toldStats = hostStats.transform((stats) => ({
  ...stats,
  hostname: cleanLine(stats.hostname),
  disk: { ...stats.disk, path: cleanLine(stats.disk.path) },
  instances: stats.instances.map((instance) => ({ ...instance, id: cleanLine(instance.id) })),
}));

type TrustResult = Result<
  { fingerprint: string },
  FailureOf<'host-key-unknown' | 'host-key-changed' | 'store-unreadable'>
>;

type ForgetResult = Result<
  { removed: { file: string; lineNumber: number; fingerprint: string }[] },
  FailureOf<'host-key-revoked' | 'store-unreadable'>
>;

/** What the hosts capability is made of. */
export interface HostsParts {
  readonly registry: HostRegistry;
  readonly secrets: HostSecrets;
  /** Ids of all saved profiles, so that a watcher also hears of hosts nobody used yet. */
  readonly profileIds: () => Promise<readonly string[]>;
  /** Trusts the key that this host offered last, if it has this fingerprint. */
  readonly trustOffered: (profile: Profile, fingerprint: string) => Promise<TrustResult>;
  /** Removes what is known of this host's keys. */
  readonly forgetKeys: (profile: Profile) => Promise<ForgetResult>;
}

/** The handlers of `hosts`. */
export function createHosts({
  registry,
  secrets,
  profileIds,
  trustOffered,
  forgetKeys,
}: HostsParts): Handlers<CoreContract>['hosts'] {
  const connect = async (reference: string, options?: ConnectOptions) => {
    const host = await registry.find(reference);
    return host.ok ? host.value.link.connect(options) : host;
  };
  const ask = async <T>(reference: string, question: (host: Host) => Promise<Result<T>>): Promise<Result<T>> => {
    const host = await registry.findConnected(reference);
    return host.ok ? question(host.value) : host;
  };

  return {
    status: async ({ profile }) => narrowFailures(await connect(profile)),
    connect: async ({ profile, isKept }) => narrowFailures(await connect(profile, { isKept })),
    disconnect: async ({ profile }) => {
      const host = await registry.find(profile);
      if (!host.ok) return narrowFailures(host);
      await registry.disconnect(host.value.profile.id);
      return succeed(host.value.link.status());
    },
    trust: async ({ profile, fingerprint }) => {
      const host = await registry.find(profile);
      if (!host.ok) return narrowFailures(host);
      // A fresh process has not been offered a key yet; the refused attempt tells which one it is.
      if (host.value.link.status().state === 'disconnected') await host.value.link.connect();
      return trustOffered(host.value.profile, fingerprint);
    },
    forgetKey: async ({ profile, confirmation }) => {
      const host = await registry.find(profile);
      if (!host.ok) return narrowFailures(host);
      const { address } = host.value.profile;
      if (confirmation !== address) {
        return fail(
          'invalid-input',
          'input',
          `"${confirmation}" is not the address ${address}.`,
          'Type the address as it is shown.',
        );
      }
      return forgetKeys(host.value.profile);
    },
    answer: async ({ profile, questionId, answers }) => {
      const host = await registry.find(profile);
      if (!host.ok) return narrowFailures(host);
      if (host.value.link.answer(questionId, answers)) return succeed({});
      return fail('invalid-input', 'auth', 'This question is not asked any more.', 'Connect again.');
    },
    timeline: async ({ profile }) => {
      const host = await registry.find(profile);
      return host.ok ? succeed([...host.value.link.timeline()]) : narrowFailures(host);
    },
    diagnose: async ({ profile }, { signal }) => {
      const host = await registry.find(profile);
      return host.ok ? succeed(await host.value.link.diagnose(signal)) : narrowFailures(host);
    },
    unlock: async ({ profile, secretKind, secret, isRemembered }) => {
      const host = await registry.find(profile);
      if (!host.ok) return narrowFailures(host);
      await secrets.write(host.value.profile, secretKind, secret, isRemembered);
      return succeed({});
    },
    settings: async ({ profile }) => narrowFailures(await ask(profile, readHostSettings)),
    configure: async ({ profile, settings }) =>
      narrowFailures(await ask(profile, (host) => writeHostSettings(host, settings))),
    supervision: async ({ profile }) => narrowFailures(await ask(profile, readSupervision)),
    enableLinger: async ({ profile }) => narrowFailures(await ask(profile, enableLinger)),
    stats: async ({ profile }, { signal }) =>
      narrowFailures(await ask(profile, ({ remote }) => remote.call('stats', [], toldStats, { signal }))),
    async *watch(_input, { signal }) {
      const mailbox = new Mailbox<HostStatus>((status) => status.profileId);
      const unsubscribe = registry.onDidChangeStatus((status) => mailbox.push(status));
      const onAbort = () => mailbox.close();
      signal.addEventListener('abort', onAbort, { once: true });
      try {
        for (const id of await profileIds()) {
          const host = await registry.find(id);
          if (host.ok) mailbox.push(host.value.link.status());
        }
        yield* mailbox;
      } finally {
        signal.removeEventListener('abort', onAbort);
        unsubscribe();
      }
    },
  };
}
