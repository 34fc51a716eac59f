import type { Clock } from '../../ports.ts';
import type { HandshakeStage } from '../classify-error.ts';
import type { LinkTimings } from '../timings.ts';

/** Times each stage of a connection attempt on its own, so that the failure names the stage that hung. */
export class StageTimer {
  stage: HandshakeStage = 'tcp';
  readonly #clock: Clock;
  readonly #limitsMs: Readonly<Record<HandshakeStage, number>>;
  readonly #onTimeout: (stage: HandshakeStage) => void;
  #stop = () => {};

  constructor(clock: Clock, timings: LinkTimings, onTimeout: (stage: HandshakeStage) => void) {
    this.#clock = clock;
    this.#onTimeout = onTimeout;
    this.#limitsMs = {
      tcp: timings.tcpMs,
      banner: timings.bannerMs,
      'key exchange': timings.keyExchangeMs,
      auth: timings.authMs,
    };
  }

  enter(stage: HandshakeStage): void {
    this.stage = stage;
    this.extend(this.#limitsMs[stage]);
  }

  /** Gives the present stage `limitMs` from now on, instead of what it has left. */
  extend(limitMs: number): void {
    this.stop();
    this.#stop = this.#clock.after(limitMs, () => this.#onTimeout(this.stage));
  }

  stop(): void {
    this.#stop();
  }
}
