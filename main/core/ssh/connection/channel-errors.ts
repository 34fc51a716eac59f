import type { RefusalReason } from '../link.ts';
import { ChannelRefusedError, LinkLostError } from '../link.ts';
import { plainText } from '../plain-text.ts';

/** Reason codes of SSH_MSG_CHANNEL_OPEN_FAILURE (RFC 4254 §5.1). */
const reasons: Readonly<Record<number, RefusalReason>> = { 1: 'prohibited', 2: 'connect-failed', 4: 'no-resources' };

/** What ssh2 1.17 says where a host opens a session and gives it no terminal (`PermitTTY no`). */
const noTerminalMessage = 'Unable to request a pseudo-terminal';

/** What ssh2 says about a channel that did not open, as one of the two errors of a link. */
export function toChannelError(error: Error, isConnected: boolean): Error {
  if (!isConnected || /no response from server|not connected/i.test(error.message)) {
    return new LinkLostError('The link was lost while the channel was opened.', { cause: error });
  }
  if (error.message === noTerminalMessage) return new ChannelRefusedError('no-terminal', error.message);
  const code = 'reason' in error && typeof error.reason === 'number' ? error.reason : 0;
  return new ChannelRefusedError(reasons[code] ?? 'other', plainText(error.message, 300));
}

/** Whether the host refused to open the channel at all, as it does when it has no session left. */
export function isOpenFailure(error: unknown): boolean {
  return error instanceof ChannelRefusedError && error.reason !== 'other' && error.reason !== 'no-terminal';
}
