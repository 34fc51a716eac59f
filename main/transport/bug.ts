import type { WireErrorCode } from './channel.ts';
import { FrameTooLargeError } from './errors.ts';

/** Something that crosses as a wire error. Its message is for the client; its cause, with the stack, is for the log. */
export class Bug extends Error {
  override readonly name = 'Bug';
  readonly code: WireErrorCode;
  constructor(code: WireErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Sorts whatever was thrown; the words of an unknown error stay on this side. */
export function asBug(error: unknown): Bug {
  if (error instanceof Bug) return error;
  if (error instanceof FrameTooLargeError) return new Bug('too-large', error.message, error);
  return new Bug('internal', 'Something went wrong inside Berth; the log says more.', error);
}
