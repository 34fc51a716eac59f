import type { Logger } from 'pino';
import { type Failure, fail } from '../../contract/failure.ts';
import type { Forward, ForwardKind } from '../../contract/forwards.ts';
import type { Gate, GateEntry } from '../gate/gate.ts';
import { type Host, placeOf } from '../host.ts';
import { LinkLostError } from '../ssh/link.ts';
import { type FindKnownHost, HostWay } from './host-way.ts';
import { freePortNear, type LocalListener, listenLocally } from './local-listener.ts';

/** A program of this machine that connects while the link is away is kept waiting for so long. */
const patienceMs = 25_000;

/** What a forward is asked for. */
export interface ForwardRequest {
  readonly id: string;
  readonly port: number;
  readonly address: string | null;
  readonly kind: ForwardKind;
  /** With `tcp`: this very port; null takes the same number where it can be had, else a free one. */
  readonly localPort: number | null;
  readonly repositoryId: string | null;
}

/** What a forward is made of. */
export interface ForwardParts {
  readonly gate: Gate;
  readonly findKnownHost: FindKnownHost;
  readonly logger: Logger;
}

/** One port of a host on this machine. It stays as it is while the link goes and comes. */
export class LiveForward {
  readonly request: ForwardRequest;
  readonly profileId: string;
  readonly place: string;
  repositoryId: string | null;
  readonly #parts: ForwardParts;
  readonly #hostName: string;
  readonly #way: HostWay;
  #entry: GateEntry | null = null;
  #listener: LocalListener | null = null;
  #failure: Failure | null = null;

  constructor(parts: ForwardParts, host: Host, request: ForwardRequest) {
    this.request = request;
    this.profileId = host.profile.id;
    this.place = placeOf(host.profile);
    this.repositoryId = request.repositoryId;
    this.#parts = parts;
    this.#hostName = host.profile.name;
    this.#way = new HostWay(parts.findKnownHost, host, request.address);
  }

  /** The way in to a web page; null with `tcp`, and until it is open. */
  get entry(): GateEntry | null {
    return this.#entry;
  }

  /** Begins to listen; the failure when that cannot be. One that failed may be opened again. */
  async open(): Promise<Failure | null> {
    this.#failure = this.request.kind === 'web' ? await this.#openPage() : await this.#openPort();
    return this.#failure;
  }

  /** Goes over the link that its host has by now; where the profile leads elsewhere, it stays with the old one. */
  async takePresentLink(): Promise<void> {
    await this.#way.takePresentLink().catch((error: unknown) => {
      this.#parts.logger.debug({ err: error, profileId: this.profileId }, 'a forward has no link');
    });
  }

  /** As clients are told; the link decides between open and waiting. */
  told(): Forward {
    const { id, port, address, kind, localPort } = this.request;
    const { state, failure } = this.#way.status();
    const isUp = state === 'connected';
    const linkFailure = state === 'failed' ? failure : null;
    return {
      id,
      profileId: this.profileId,
      port,
      address,
      kind,
      localPort: kind === 'tcp' ? (this.#listener?.port ?? localPort) : null,
      origin: this.#entry?.origin ?? null,
      repositoryId: this.repositoryId,
      state: this.#failure !== null || linkFailure !== null ? 'failed' : isUp ? 'open' : 'waiting',
      failure: this.#failure ?? linkFailure,
    };
  }

  async close(): Promise<void> {
    if (this.request.kind === 'web') this.#parts.gate.dismissPort(this.profileId, this.request.port);
    this.#entry = null;
    await this.#listener?.close();
    this.#listener = null;
  }

  async #openPage(): Promise<Failure | null> {
    const { port } = this.request;
    try {
      this.#entry = await this.#parts.gate.admitPort({
        profileId: this.profileId,
        place: this.place,
        hostName: this.#hostName,
        port,
        openChannel: () => this.#way.open(port),
        whenReachable: (waitMs) => this.#way.whenReachable(waitMs).catch(() => false),
      });
      return null;
    } catch (error) {
      this.#parts.logger.error({ err: error, port }, 'a port cannot be let in through the gate');
      return fail(
        'gate-failed',
        'gate',
        'Berth cannot open its gate on this computer.',
        'Restart Berth, then try again.',
        {
          detail: String(error),
        },
      ).failure;
    }
  }

  async #openPort(): Promise<Failure | null> {
    const { port, localPort } = this.request;
    const farEnd = {
      open: (signal: AbortSignal) => this.#openPatiently(port, signal),
      isUp: () => this.#way.status().state === 'connected',
      logger: this.#parts.logger,
    };
    // Ports below need rights on most systems, and the contract asks for none of them.
    const wanted = localPort ?? (port < 1024 ? 0 : port);
    this.#listener = await listenLocally(wanted, farEnd);
    if (this.#listener === null && localPort === null) this.#listener = await listenLocally(0, farEnd);
    return this.#listener === null ? takenFailure(wanted, await freePortNear(wanted)) : null;
  }

  async #openPatiently(port: number, signal: AbortSignal) {
    try {
      return await this.#way.open(port);
    } catch (error) {
      if (!(error instanceof LinkLostError) || signal.aborted) throw error;
      if (!(await this.#way.whenReachable(patienceMs)) || signal.aborted) throw error;
      return this.#way.open(port);
    }
  }
}

function takenFailure(port: number, freePort: number | null): Failure {
  return fail(
    'unavailable',
    'gate',
    `Port ${String(port)} of this computer is taken by another program.`,
    freePort === null ? 'Choose another port.' : `Use port ${String(freePort)}, which is free, or end that program.`,
  ).failure;
}
