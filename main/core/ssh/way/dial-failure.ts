import type { Failure } from '../../../contract/failure.ts';

/** Rejects a dial that knows itself what went wrong. */
export class DialFailure extends Error {
  override readonly name = 'DialFailure';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}
