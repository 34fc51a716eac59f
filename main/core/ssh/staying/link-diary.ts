import type { FailureStage } from '../../../contract/failure.ts';
import type { LinkEvent } from '../../../contract/hosts.ts';
import type { Clock } from '../../ports.ts';

type Kind = LinkEvent['kind'];

/** What besides its sentence is known of an event. */
export interface DiaryDetails {
  readonly stage?: FailureStage | null;
  readonly durationMs?: number | null;
}

const capacity = 200;
/** What happens between two failures of an outage, and says nothing that the failures do not. */
const betweenFailures: ReadonlySet<Kind> = new Set<Kind>(['waiting', 'dialling', 'stage']);

/**
 * What happened to one link, in sentences for people; the oldest events make room. The attempts of an outage that fail in
 * the same way become one event with their count, or an hour without network would push out how it began.
 */
export class LinkDiary {
  readonly #clock: Clock;
  readonly #clean: (sentence: string) => string;
  #events: readonly LinkEvent[] = [];
  #failedCount = 0;
  #lastNumber = 0;

  /** `clean` takes out of a sentence what must not be handed on. */
  constructor(clock: Clock, clean: (sentence: string) => string) {
    this.#clock = clock;
    this.#clean = clean;
  }

  /** The events, oldest first. */
  events(): readonly LinkEvent[] {
    return this.#events;
  }

  /** Number of the last event; 0 before the first. */
  get lastNumber(): number {
    return this.#lastNumber;
  }

  note(kind: Kind, sentence: string, { stage = null, durationMs = null }: DiaryDetails = {}): void {
    const message = this.#clean(sentence);
    const earlier = kind === 'failed' ? this.#sameFailure(message, stage) : -1;
    if (kind === 'failed') this.#failedCount = earlier >= 0 ? this.#failedCount + 1 : 1;
    const told = earlier >= 0 ? `${message} ${this.#failedCount} attempts in a row ended so.` : message;
    const kept = earlier >= 0 ? this.#events.slice(0, earlier) : this.#events;
    this.#lastNumber += 1;
    const event: LinkEvent = {
      number: this.#lastNumber,
      atMs: this.#clock.nowMs(),
      kind,
      stage,
      message: told,
      durationMs,
    };
    this.#events = [...kept, event].slice(-capacity);
  }

  /** The place of the failure before this one, when nothing but its like happened since. */
  #sameFailure(message: string, stage: FailureStage | null): number {
    const at = this.#events.findLastIndex(({ kind }) => !betweenFailures.has(kind));
    const before = this.#events[at];
    const isSame = before?.kind === 'failed' && before.stage === stage && before.message.startsWith(message);
    return isSame ? at : -1;
  }
}
