import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Forward } from '../../contract/forwards.ts';
import type { LinkState } from '../../contract/hosts.ts';
import { type Host, placeOf } from '../host.ts';
import { type ForwardStore, isSameForward, openForwardStore, type RememberedForward } from './forward-store.ts';
import type { ForwardsParts } from './forwards.ts';
import { type ForwardRequest, LiveForward } from './live-forward.ts';

/** So many at once, over all hosts; more is a mistake of a script. */
const maxForwards = 200;

type Listener = (all: Forward[]) => void;

/** All forwards of this run, those that are remembered among them. */
export class ForwardBook {
  readonly #parts: ForwardsParts;
  readonly #store: ForwardStore;
  readonly #live = new Map<string, LiveForward>();
  readonly #listeners = new Set<Listener>();
  readonly #stopListening: () => void;
  readonly #states = new Map<string, LinkState>();
  /** What is asked for comes one after the other, so that no port is opened twice. */
  #turn: Promise<unknown> = Promise.resolve();
  #isRestored = false;
  #isDisposed = false;

  constructor(parts: ForwardsParts) {
    this.#parts = parts;
    this.#store = openForwardStore(parts.storePath);
    this.#stopListening = parts.onDidChangeStatus(({ profileId, state }) => {
      if (this.#states.get(profileId) === state) return;
      this.#states.set(profileId, state);
      const ofHost = [...this.#live.values()].filter((forward) => forward.profileId === profileId);
      if (ofHost.length === 0) return;
      this.#tell();
      void Promise.all(ofHost.map((forward) => forward.takePresentLink())).then(() => this.#tell());
    });
  }

  find(id: string): LiveForward | undefined {
    return this.#live.get(id);
  }

  /** Tells all now and after every change; the first who watches brings back what is remembered. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#isRestored) listener(this.#all());
    else
      this.#inTurn(() => this.#restore()).catch((error: unknown) => {
        this.#parts.logger.error({ err: error }, 'the remembered forwards cannot be brought back');
      });
    return () => this.#listeners.delete(listener);
  }

  open(host: Host, asked: Omit<ForwardRequest, 'id'>): Promise<Result<Forward>> {
    return this.#inTurn(async () => {
      await this.#restore();
      const known = this.#findSame(host, asked);
      if (known !== null) return this.#openAgain(known, asked);
      if (this.#live.size >= maxForwards) {
        return fail('unavailable', 'input', `${maxForwards} ports are forwarded already.`, 'Stop one of them first.');
      }
      const forward = new LiveForward(this.#parts, host, { ...asked, id: this.#parts.randomHex(8) });
      const failure = await forward.open();
      if (failure !== null) return { ok: false, failure };
      this.#live.set(forward.request.id, forward);
      return this.#kept(forward);
    });
  }

  remember(id: string, repositoryId: string | null): Promise<Result<Forward>> {
    return this.#inTurn(async () => {
      const forward = this.#live.get(id);
      if (forward === undefined) return gone();
      forward.repositoryId = repositoryId;
      return this.#kept(forward);
    });
  }

  close(id: string): Promise<Result<Record<string, never>>> {
    return this.#inTurn(async () => {
      const forgotten = await this.#store.drop(this.#isThat(id));
      if (!forgotten.ok) return forgotten;
      await this.#drop((forward) => forward.request.id === id);
      return succeed({});
    });
  }

  revoke(profileId: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#drop((forward) => forward.profileId === profileId);
      const forgotten = await this.#store.drop((one) => one.profileId === profileId);
      if (!forgotten.ok)
        this.#parts.logger.warn({ failure: forgotten.failure }, 'forwards of a profile stay remembered');
    });
  }

  async dispose(): Promise<void> {
    this.#stopListening();
    this.#isDisposed = true;
    this.#listeners.clear();
    await this.#inTurn(() => this.#drop(() => true));
  }

  #all(): Forward[] {
    return [...this.#live.values()].map((forward) => forward.told());
  }

  #tell(): void {
    const all = this.#all();
    for (const listener of this.#listeners) listener(all);
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const outcome = this.#turn.then(action);
    this.#turn = outcome.catch(() => undefined);
    return outcome;
  }

  #findSame(host: Host, { port, kind }: Pick<ForwardRequest, 'port' | 'kind'>): LiveForward | null {
    const asked = { profileId: host.profile.id, place: placeOf(host.profile), port, kind };
    return [...this.#live.values()].find((forward) => isSameForward(keyOf(forward), asked)) ?? null;
  }

  /** Which of the remembered ones is meant by an id; another process may have written it down under one of its own. */
  #isThat(id: string): (one: RememberedForward) => boolean {
    const live = this.#live.get(id);
    return (one) => one.id === id || (live !== undefined && isSameForward(one, keyOf(live)));
  }

  /** One that is there stays as it is, unless it could not listen, or another local port is wanted. */
  async #openAgain(known: LiveForward, asked: Omit<ForwardRequest, 'id'>): Promise<Result<Forward>> {
    const { localPort, failure } = known.told();
    const isElsewhere = asked.localPort !== null && asked.localPort !== localPort;
    const repositoryId = asked.repositoryId ?? known.repositoryId;
    if (!isElsewhere && (failure === null || known.entry !== null)) {
      if (repositoryId === known.repositoryId) return succeed(known.told());
      known.repositoryId = repositoryId;
      return this.#kept(known);
    }
    const host = await this.#parts.findKnownHost(known.profileId);
    if (!host.ok) return host;
    const next = new LiveForward(this.#parts, host.value, { ...known.request, ...asked, repositoryId });
    const problem = await next.open();
    if (problem !== null) return { ok: false, failure: problem };
    if (next.request.kind === 'tcp') await known.close();
    this.#live.set(next.request.id, next);
    return this.#kept(next);
  }

  /** Writes down what is to be remembered, and tells who watches. */
  async #kept(forward: LiveForward): Promise<Result<Forward>> {
    const { profileId, place, repositoryId, request } = forward;
    const { id, port, address, kind } = request;
    const { localPort } = forward.told();
    const written =
      repositoryId === null
        ? await this.#store.drop(this.#isThat(id))
        : await this.#store.put({ id, profileId, place, port, address, kind, localPort, repositoryId });
    this.#tell();
    return written.ok ? succeed(forward.told()) : written;
  }

  async #drop(isMeant: (forward: LiveForward) => boolean): Promise<void> {
    const meant = [...this.#live.values()].filter(isMeant);
    for (const forward of meant) this.#live.delete(forward.request.id);
    await Promise.all(meant.map((forward) => forward.close()));
    if (meant.length > 0) this.#tell();
  }

  /** Brings back what is remembered, once; each waits for its link, which this does not make. */
  async #restore(): Promise<void> {
    if (this.#isRestored || this.#isDisposed) return;
    const remembered = await this.#store.all();
    if (!remembered.ok)
      this.#parts.logger.warn({ failure: remembered.failure }, 'the remembered forwards cannot be read');
    for (const one of remembered.ok ? remembered.value : []) await this.#bringBack(one);
    this.#isRestored = true;
    this.#tell();
  }

  async #bringBack({ profileId, place, ...request }: RememberedForward): Promise<void> {
    const host = await this.#parts.findKnownHost(profileId);
    if (!host.ok && host.failure.kind === 'profile-not-found') await this.#store.drop(({ id }) => id === request.id);
    // What ~/.ssh/config says may be away for a moment, and what is remembered must outlast that.
    if (!host.ok || placeOf(host.value.profile) !== place) return;
    // Two of one port would share its page, and the end of either would be the end of both.
    if (this.#findSame(host.value, request) !== null) return;
    const forward = new LiveForward(this.#parts, host.value, request);
    this.#live.set(request.id, forward);
    await forward.open();
  }
}

const keyOf = ({ profileId, place, request }: LiveForward) => ({
  profileId,
  place,
  port: request.port,
  kind: request.kind,
});

const gone = () => fail('unavailable', 'input', 'There is no such forward any more.', 'Forward the port again.');
