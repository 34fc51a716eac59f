import type { AnyAuthMethod } from 'ssh2';
import type { FailureStage } from '../../../contract/failure.ts';
import type { HostKeyChange } from '../host-keys/host-key-rotation.ts';

/** Told how far an attempt comes, for the timeline and for a diagnosis. No sentence holds a secret or a path of a key. */
export interface AttemptWatch {
  /** The attempt begins to reach out. */
  onDialling(message: string): void;
  /** A part of the way is done. */
  onStage(stage: FailureStage, message: string, durationMs: number): void;
  /** A login method is about to be offered. */
  onOffer(method: AnyAuthMethod['type']): void;
  /** A connection that came of it taught other keys of the host than were known. */
  onHostKeys(change: HostKeyChange): void;
  /** The connection that came of the attempt was not heard of for so long that it counts as gone. */
  onSilent(silentMs: number): void;
}

/** For attempts that nobody follows. */
export const unwatched: AttemptWatch = {
  onDialling: () => {},
  onStage: () => {},
  onOffer: () => {},
  onHostKeys: () => {},
  onSilent: () => {},
};
