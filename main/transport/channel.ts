/** Everything that crosses a channel. `id` is chosen by the client and names one call or stream. */
export type WireMessage =
  | { readonly type: 'request'; readonly id: number; readonly method: string; readonly input: unknown }
  | { readonly type: 'result'; readonly id: number; readonly value: unknown }
  | { readonly type: 'item'; readonly id: number; readonly value: unknown }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'error'; readonly id: number; readonly code: WireErrorCode; readonly message: string }
  | { readonly type: 'cancel'; readonly id: number }
  /** The client took `count` items and is ready for as many more. */
  | { readonly type: 'credit'; readonly id: number; readonly count: number };

/** Bugs and lost channels; expected failures travel as data inside results. */
export type WireErrorCode = 'unknown-method' | 'invalid-input' | 'invalid-output' | 'internal' | 'closed' | 'too-large';

/** The least a channel must offer; memory, MessagePort, WebSocket and stdio implement it. */
export interface Channel {
  /** Sends in order; after close it does nothing. Uint8Array values stay binary. */
  send(message: WireMessage): void;
  onMessage(listener: (message: WireMessage) => void): void;
  /** Called once, also when the channel was closed from this side. */
  onClose(listener: () => void): void;
  close(): void;
}
