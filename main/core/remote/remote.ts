import type { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';

/** How one remote command is to be run. */
export interface RemoteOptions {
  /** An abort rejects with its reason, also while the command waits for its turn or for a session. */
  readonly signal?: AbortSignal;
  /** Gives up after this long; the command limits itself on the host too. Default 30,000. */
  readonly timeoutMs?: number;
}

/** How a long remote command is to be run. */
export interface RemoteOperationOptions extends RemoteOptions {
  readonly onStep?: (step: OperationStep) => void;
}

/** The bundled scripts of one host, pushed when needed. */
export interface Remote {
  /** Runs a short command through the long-lived runner and parses its one document. */
  call<T extends z.ZodType>(
    command: string,
    args: readonly string[],
    value: T,
    options?: RemoteOptions,
  ): Promise<Result<z.output<T>>>;
  /**
   * Runs a long command on a channel of its own. It carries an operation id: when the link is lost half-way,
   * the outcome is asked for by that id once the link is back, so the answer is done or not done.
   */
  operate<T extends z.ZodType>(
    command: string,
    args: readonly string[],
    value: T,
    options?: RemoteOperationOptions,
  ): Promise<Result<z.output<T>>>;
  /** Ends the runner. */
  dispose(): void;
}
