import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { Forward } from '../../../../main/contract/forwards.ts';
import { Topic } from '../topic.ts';

/** What the fake's forwards need of the fake core. */
export interface FakeForwardsParts {
  /** Answers for a host whose link is up; its profile's id, or the failure. */
  readonly linked: (profile: string) => Promise<Result<string>>;
  /** Address of the fake page behind a port. */
  readonly entryUrl: (port: number) => string;
}

interface OpenInput {
  readonly profile: string;
  readonly port: number;
  readonly address?: string | null;
  readonly kind?: Forward['kind'];
  readonly localPort?: number | null;
  readonly repository?: string | null;
}

/** Forwards that lead nowhere. Of this machine, port 5432 is taken. */
export class FakeForwards {
  readonly #parts: FakeForwardsParts;
  readonly #all = new Topic<readonly Forward[]>([]);
  #count = 0;

  constructor(parts: FakeForwardsParts) {
    this.#parts = parts;
  }

  handlers() {
    return {
      watch: (_input: object, { signal }: { signal: AbortSignal }) => this.#all.follow(signal),
      open: (input: OpenInput) => this.#open(input),
      remember: async ({ id, repository }: { id: string; repository: string | null }) =>
        this.#change(id, { repositoryId: repository }),
      close: async ({ id }: { id: string }) => {
        this.#all.publish(this.#all.value.filter((forward) => forward.id !== id));
        return succeed({});
      },
      enter: async ({ id }: { id: string }) => {
        const known = this.#all.value.find((forward) => forward.id === id);
        if (known === undefined) return fail('unavailable', 'input', 'There is no such forward.', 'Forward the port.');
        const entryUrl = this.#parts.entryUrl(known.port);
        return succeed({ origin: new URL(entryUrl).origin, entryUrl });
      },
    };
  }

  /** Changes what is told of a host's forwards, as a lost link would. */
  setState(profileId: string, state: Forward['state']): void {
    this.#all.publish(this.#all.value.map((one) => (one.profileId === profileId ? { ...one, state } : one)));
  }

  async #open(input: OpenInput): Promise<Result<Forward>> {
    const { profile, port, address = null, kind = 'web', localPort = null, repository = null } = input;
    const host = await this.#parts.linked(profile);
    if (!host.ok) return host;
    if (kind === 'tcp' && localPort === 5432) {
      return fail(
        'unavailable',
        'gate',
        'Port 5432 of this computer is taken by another program.',
        'Use port 5433, which is free, or end that program.',
      );
    }
    const isSame = (one: Forward) => one.profileId === host.value && one.port === port && one.kind === kind;
    const known = this.#all.value.find(isSame);
    this.#count += 1;
    const made: Forward = {
      id: known?.id ?? `forward-${this.#count}`,
      profileId: host.value,
      port,
      address,
      kind,
      localPort: kind === 'tcp' ? (localPort ?? (port === 5432 ? 41_234 : port)) : null,
      origin: kind === 'web' ? `http://p-${String(port).padStart(32, '0')}.berth.localhost:45833` : null,
      repositoryId: repository ?? known?.repositoryId ?? null,
      state: 'open',
      failure: null,
    };
    this.#all.publish([...this.#all.value.filter((one) => !isSame(one)), made]);
    return succeed(made);
  }

  #change(id: string, part: Partial<Forward>): Result<Forward> {
    const known = this.#all.value.find((forward) => forward.id === id);
    if (known === undefined) return fail('unavailable', 'input', 'There is no such forward.', 'Forward the port.');
    const changed = { ...known, ...part };
    this.#all.publish(this.#all.value.map((forward) => (forward === known ? changed : forward)));
    return succeed(changed);
  }
}
