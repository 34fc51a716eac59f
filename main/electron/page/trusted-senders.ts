import { APP_ORIGIN } from './app-protocol.ts';

/** What a message tells about its sender. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: { readonly id: number };
}

/** Tells whether a message comes from the top frame of the app's page in a window of ours. */
export function isTrustedSender(event: Sender, knownContentsIds: ReadonlySet<number>): boolean {
  const frame = event.senderFrame;
  return (
    frame !== null &&
    frame.parent === null &&
    frame.url.startsWith(`${APP_ORIGIN}/`) &&
    knownContentsIds.has(event.sender.id)
  );
}
