import type { Result } from '../../contract/failure.ts';
import type { OperationItem, OperationStep } from '../../contract/operation.ts';
import type { Clock } from '../ports.ts';
import { operationStream } from './operation-stream.ts';
import { StepHistory } from './step-history.ts';
import { unlessAborted } from './unless-aborted.ts';

type OnStep = (step: OperationStep) => void;

/** Ends that nobody heard; more nobody wants to be told of. */
const mostUnheard = 20;

/** One operation, under way or over. `A` is what it was asked to do, without any secret. */
export class RunningOperation<A, T> {
  readonly asked: A;
  /** Wall clock of this computer, epoch milliseconds. */
  readonly startedAtMs: number;
  readonly outcome: Promise<Result<T>>;
  readonly #controller = new AbortController();
  readonly #history = new StepHistory();
  readonly #followers = new Set<OnStep>();
  /** Of those who follow it; it aborts when one leaves. */
  readonly #signals: AbortSignal[] = [];

  constructor(asked: A, startedAtMs: number, run: (onStep: OnStep, signal: AbortSignal) => Promise<Result<T>>) {
    this.asked = asked;
    this.startedAtMs = startedAtMs;
    const tell = (step: OperationStep) => {
      this.#history.add(step);
      for (const follower of this.#followers) follower(step);
    };
    this.outcome = run(tell, this.#controller.signal);
    // Whoever follows it is told; it may go wrong while nobody does.
    this.outcome.catch(() => {});
  }

  /** The steps so far at once and then each as it comes, and how it ends; `signal` aborts when whoever asked is gone. */
  follow(signal: AbortSignal): AsyncGenerator<OperationItem<T>, void, void> {
    this.#signals.push(signal);
    return operationStream((onStep) => {
      for (const step of this.#history.steps) onStep(step);
      this.#followers.add(onStep);
      return this.outcome;
    });
  }

  /** Whether somebody follows it. */
  get isFollowed(): boolean {
    return this.#signals.some(({ aborted }) => !aborted);
  }

  /** Calls it off and waits for its end, as long as `signal` lets it; whether that stopped it before it was done. */
  async callOff(signal: AbortSignal): Promise<boolean> {
    this.#controller.abort();
    // What went wrong in it is told to whoever follows it.
    const outcome = await unlessAborted(
      this.outcome.catch(() => null),
      signal,
    );
    return outcome !== null && !outcome.ok && outcome.failure.kind === 'cancelled';
  }
}

/** The operations of one kind that this process runs, so that others than who began them can follow them and call them off. */
export class RunningOperations<A, T> {
  readonly #clock: Clock;
  readonly #running = new Set<RunningOperation<A, T>>();
  readonly #unheard = new Set<RunningOperation<A, T>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Begins one; it goes on whether anybody follows it or not. */
  begin(asked: A, run: (onStep: OnStep, signal: AbortSignal) => Promise<Result<T>>): RunningOperation<A, T> {
    const operation = new RunningOperation(asked, this.#clock.nowMs(), run);
    this.#running.add(operation);
    const end = () => {
      this.#running.delete(operation);
      if (!operation.isFollowed) this.#keep(operation);
    };
    operation.outcome.then(end, end);
    return operation;
  }

  /** Those under way that are meant, the one begun first first. */
  all(isMeant: (asked: A) => boolean): readonly RunningOperation<A, T>[] {
    return [...this.#running].filter(({ asked }) => isMeant(asked));
  }

  /** Those that came to their end while nobody followed them, such as during the reload of a page; the last one last. */
  unheard(isMeant: (asked: A) => boolean): readonly RunningOperation<A, T>[] {
    return [...this.#unheard].filter(({ asked }) => isMeant(asked));
  }

  /** How these ended is told by now, or no news any more. */
  forget(operations: readonly RunningOperation<A, T>[]): void {
    for (const operation of operations) this.#unheard.delete(operation);
  }

  #keep(operation: RunningOperation<A, T>): void {
    this.#unheard.add(operation);
    this.forget([...this.#unheard].slice(0, -mostUnheard));
  }
}
