import type { Failure, FailureKind, FailureStage, Result } from '../../main/contract/failure.ts';

/** What went wrong, as the page shows it: an expected failure, or the app itself not answering. */
export interface Problem extends Omit<Failure, 'kind' | 'stage'> {
  readonly kind: FailureKind | 'app-unreachable' | 'operation-unfinished';
  readonly stage: FailureStage | 'app';
}

/** A value, or a problem that can be shown. */
export type Answer<T> = Result<T, Problem>;

/** Turns whatever a call threw into a problem with a next step; nothing thrown is ever swallowed. */
export function toProblem(thrown: unknown): Problem {
  return {
    kind: 'app-unreachable',
    stage: 'app',
    message: 'Berth itself did not answer.',
    nextStep: 'Try again; if it goes on, restart Berth.',
    detail: thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown),
    hostKey: null,
    secretKind: null,
    jump: null,
  };
}

/** Awaits a call of the client; a throw (a bug or a lost channel) becomes a problem like any other. */
export async function ask<T>(question: () => Promise<Result<T>>): Promise<Answer<T>> {
  try {
    return await question();
  } catch (thrown) {
    return { ok: false, failure: toProblem(thrown) };
  }
}
