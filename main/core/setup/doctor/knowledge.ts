import type { Facts } from './facts.ts';

/** Whether the host forwards connections: to any of its ports, to those that Berth needs only, or to none. */
export type Forwarding = 'any-port' | 'own-ports' | 'forbidden' | 'failed' | 'unknown';

/** Everything a finding is judged by. */
export interface Knowledge {
  readonly facts: Facts;
  /** This machine's clock before the host was asked and after it had answered, epoch milliseconds. */
  readonly askedAtMs: number;
  readonly answeredAtMs: number;
  readonly forwarding: Forwarding;
  /** Sessions opened at once beside the one that is open anyway, and how many were tried; null when it was not tried. */
  readonly sessions: { readonly tried: number; readonly opened: number } | null;
  /** The range of ports of the profile. */
  readonly portFirst: number;
  readonly portLast: number;
  /** The version of code-server that Berth brings. */
  readonly pinnedVersion: string;
}
