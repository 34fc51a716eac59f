import type { WireErrorCode } from './channel.ts';

/** The channel is closed: the call may or may not have run. */
export class ChannelClosedError extends Error {
  override readonly name = 'ChannelClosedError';
  constructor() {
    super('The connection to Berth is closed.');
  }
}

/** The other side answered with a bug or a refusal instead of a result. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  readonly code: WireErrorCode;
  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Thrown by a channel's `send` when the message does not fit into one frame; nothing was sent. */
export class FrameTooLargeError extends Error {
  override readonly name = 'FrameTooLargeError';
  constructor(sizeBytes: number, maxBytes: number) {
    super(`The message has ${sizeBytes} bytes; at most ${maxBytes} fit into one frame.`);
  }
}
