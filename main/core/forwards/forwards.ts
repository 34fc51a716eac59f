import type { Logger } from 'pino';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Forward } from '../../contract/forwards.ts';
import type { HostStatus } from '../../contract/hosts.ts';
import type { Gate } from '../gate/gate.ts';
import type { FindHost, Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { heard } from '../streams/heard.ts';
import { ForwardBook } from './forward-book.ts';
import type { FindKnownHost } from './host-way.ts';

/** What the forwards capability is made of. */
export interface ForwardsParts {
  /** `<dataDirectory>/forwards.json`. */
  readonly storePath: string;
  readonly gate: Gate;
  readonly findHost: FindHost;
  readonly findKnownHost: FindKnownHost;
  readonly resolveRepository: (host: Host, reference: string) => Promise<Result<{ readonly id: string }>>;
  /** Calls back whenever the link of any host changed its state; the returned function ends that. */
  readonly onDidChangeStatus: (listener: (status: HostStatus) => void) => () => void;
  readonly randomHex: (byteCount: number) => string;
  readonly logger: Logger;
}

/** Ports of hosts on this machine. */
export interface Forwards {
  readonly handlers: Handlers<CoreContract>['forwards'];
  /** Closes and forgets what belongs to a profile that is gone or leads elsewhere. */
  revoke(profileId: string): Promise<void>;
  dispose(): Promise<void>;
}

const unknownForward = () =>
  fail('unavailable', 'input', 'There is no such forward any more.', 'Forward the port again.');

/** Makes the forwards capability. Remembered ones are opened as soon as somebody watches, and never by a passing command. */
export function createForwards(parts: ForwardsParts): Forwards {
  const { findHost, resolveRepository } = parts;
  const book = new ForwardBook(parts);

  /** The id of a repository by any of its names. */
  const repositoryIdOf = async (host: Host, reference: string | null): Promise<Result<string | null>> => {
    if (reference === null) return succeed(null);
    const found = await resolveRepository(host, reference);
    return found.ok ? succeed(found.value.id) : found;
  };

  return {
    handlers: {
      watch: (_input, { signal }) =>
        heard<Forward[]>(
          (tell) => book.watch(tell),
          () => 'all',
          signal,
        ),
      open: async ({ profile, repository, ...request }) => {
        const host = await findHost(profile);
        if (!host.ok) return narrowFailures(host);
        const repositoryId = await repositoryIdOf(host.value, repository);
        if (!repositoryId.ok) return narrowFailures(repositoryId);
        return narrowFailures(await book.open(host.value, { ...request, repositoryId: repositoryId.value }));
      },
      remember: async ({ id, repository }) => {
        const profileId = book.find(id)?.profileId;
        if (profileId === undefined) return unknownForward();
        // Forgetting needs no host.
        if (repository === null) return narrowFailures(await book.remember(id, null));
        const host = await findHost(profileId);
        if (!host.ok) return narrowFailures(host);
        const repositoryId = await repositoryIdOf(host.value, repository);
        if (!repositoryId.ok) return narrowFailures(repositoryId);
        return narrowFailures(await book.remember(id, repositoryId.value));
      },
      close: async ({ id }) => {
        if (book.find(id) === undefined) return unknownForward();
        return narrowFailures(await book.close(id));
      },
      enter: async ({ id }) => {
        const known = book.find(id);
        if (known === undefined) return unknownForward();
        const { entry } = known;
        if (entry !== null) return succeed({ origin: entry.origin, entryUrl: entry.issueEntryUrl() });
        const { kind } = known.told();
        return kind === 'web'
          ? fail('gate-failed', 'gate', 'This page is not open.', 'Forward the port again.')
          : fail('unavailable', 'input', 'This port is not forwarded as a web page.', 'Connect to its local port.');
      },
    },
    revoke: (profileId) => book.revoke(profileId),
    dispose: () => book.dispose(),
  };
}
