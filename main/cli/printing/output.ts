import type { Failure } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import { printable } from './table.ts';

/** The little of a stream that printing needs. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** An error as scripts read it. `kind` is one of the contract, or `usage`, `internal`, `cancelled`. */
export interface CliError {
  readonly kind: string;
  readonly stage: string;
  readonly message: string;
  readonly nextStep: string;
  readonly detail?: string;
  readonly hostKey?: Failure['hostKey'];
  readonly secretKind?: Failure['secretKind'];
}

/** What JSON leaves as it is, though a terminal would obey it or write backwards. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const escaped = (character: string) =>
  character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The same document whatever it holds; line breaks between fields are the only ones in it. */
function json(value: unknown, indent = 0): string {
  const lines = JSON.stringify(value, null, indent).split('\n');
  return lines.map((line) => line.replace(unprintable, escaped)).join('\n');
}

/** Prints results as JSON on one output and sentences for people on the other. */
export class Printer {
  /** Whether a person reads the output at a terminal. */
  readonly isForPeople: boolean;
  /** Whether nothing but JSON is wanted. */
  readonly isJson: boolean;
  readonly #stdout: Output;
  readonly #stderr: Output;

  /** Tables and plain log text are for people at a terminal; `isJson` keeps them away from those who want JSON there. */
  constructor(stdout: Output, stderr: Output, isJson = false) {
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.isJson = isJson;
    this.isForPeople = stdout.isTTY === true && !isJson;
  }

  text(text: string): void {
    this.#stdout.write(text);
  }

  /** One document; spread over lines only for people. */
  document(value: unknown): void {
    this.#stdout.write(`${json(value, this.#stdout.isTTY === true ? 2 : 0)}\n`);
  }

  /** One line of many. */
  line(value: unknown): void {
    this.#stdout.write(`${json(value)}\n`);
  }

  /** Steps and what programs printed; how far a step is changes too often for lines. */
  step({ stage, state, title }: OperationStep): void {
    if (state === 'progress') return;
    const mark = { started: '…', output: ' ', done: '✓', undone: '↩' }[state];
    this.#stderr.write(`${mark} ${stage}: ${title}\n`);
  }

  error(error: CliError): void {
    this.document({ error });
    this.#stderr.write(`berth: ${error.message} ${error.nextStep}\n`);
  }

  /** A failure among results that are printed anyway. */
  alsoFailed(subject: string, { message, nextStep }: Failure): void {
    this.#stderr.write(`berth: ${subject}: ${message} ${nextStep}\n`);
  }

  /** One of several that was not taken, and why. */
  leftOut(subject: string, reason: string): void {
    this.#stderr.write(`berth: left out ${printable(subject)}: ${printable(reason)}\n`);
  }

  /** What was to be typed and was held back, or got lost. */
  unsent(outcome: string, reason: string | null): void {
    this.#stderr.write(`berth: ${outcome}: ${printable(reason ?? 'Nothing says why.')}\n`);
  }

  failure(failure: Failure): void {
    const { kind, stage, message, nextStep, detail, hostKey, secretKind } = failure;
    this.error({
      kind,
      stage,
      message,
      nextStep,
      ...(detail === null ? {} : { detail }),
      ...(hostKey === null ? {} : { hostKey }),
      ...(secretKind === null ? {} : { secretKind }),
    });
    if (hostKey !== null) this.#stderr.write(`The host showed the ${hostKey.type} key ${hostKey.fingerprint}.\n`);
    if (hostKey !== null && kind === 'host-key-unknown') {
      const way =
        stage === 'clone'
          ? `The same command with --trusted-fingerprint ${hostKey.fingerprint}`
          : `berth hosts trust --profile … --fingerprint ${hostKey.fingerprint}`;
      this.#stderr.write(`${way} trusts it.\n`);
    }
    // A clone asks for the login of a forge, and that must not be taken for the host's own.
    if (secretKind !== null && stage !== 'clone')
      this.#stderr.write(`Pipe it to the same command with --${secretKind}-stdin.\n`);
  }
}
