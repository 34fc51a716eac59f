import type { FailureOf } from '../contract/define.ts';
import type { FailureKind, Result } from '../contract/failure.ts';

/**
 * Takes a failure of the shared layers (store, link, scripts) as one of the kinds a method lists. The types cannot
 * follow a kind through a host's answer, so `serve` checks it at run time and reports an unlisted one as a bug.
 */
export function narrowFailures<T, K extends FailureKind>(result: Result<T>): Result<T, FailureOf<K>> {
  return result as Result<T, FailureOf<K>>;
}
