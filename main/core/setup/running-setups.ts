import { fail, type Result } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import { placeOf } from '../host.ts';

interface Running {
  readonly profileId: string;
  readonly place: string;
  readonly controller: AbortController;
  readonly ended: Promise<Result<unknown>>;
}

/** The setups under way, one per host at most; two profiles may lead to one host. */
export class RunningSetups {
  readonly #running = new Set<Running>();

  /** Runs `action` with a signal by which it can be called off; `busy` when a setup of that host is under way. */
  async run<T>(profile: Profile, action: (signal: AbortSignal) => Promise<Result<T>>): Promise<Result<T>> {
    if (this.#find(profile) !== undefined) {
      return fail(
        'busy',
        'packages',
        'A setup of this server is under way already.',
        'Wait until it is done, or cancel it.',
      );
    }
    const controller = new AbortController();
    const ended = action(controller.signal);
    const entry: Running = { profileId: profile.id, place: placeOf(profile), controller, ended };
    this.#running.add(entry);
    try {
      return await ended;
    } finally {
      this.#running.delete(entry);
    }
  }

  /** Calls the setup of a host off and waits for its end; whether that stopped it before it was done. */
  async cancel(profile: Profile): Promise<boolean> {
    const entry = this.#find(profile);
    if (entry === undefined) return false;
    entry.controller.abort();
    // What went wrong in it is told to whoever runs it.
    const outcome = await entry.ended.catch(() => null);
    return outcome !== null && !outcome.ok && outcome.failure.kind === 'cancelled';
  }

  #find(profile: Profile): Running | undefined {
    const place = placeOf(profile);
    return [...this.#running].find((one) => one.profileId === profile.id || one.place === place);
  }
}
