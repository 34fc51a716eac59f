/** How long the stages of a link may take, in milliseconds. */
export interface LinkTimings {
  readonly tcpMs: number;
  readonly bannerMs: number;
  readonly keyExchangeMs: number;
  readonly authMs: number;
  /** How long a question of the host may stand before the login is given up. */
  readonly answerMs: number;
  /** How long hosts let a login take in all (LoginGraceTime of sshd). */
  readonly loginGraceMs: number;
  /** Between two heartbeats. */
  readonly heartbeatMs: number;
  /** Heartbeats without a byte from the host after which it counts as gone. */
  readonly missedHeartbeatCount: number;
  /** After waking: how long the old connection is given before a second one is dialled beside it. */
  readonly wakeDoubtMs: number;
  /** After waking: how long the old connection may stay silent in all. A shorter patience kills good links. */
  readonly wakePatienceMs: number;
  /** How long a goodbye may take before the socket is cut. */
  readonly closeMs: number;
  /** A connection that lived this long was a good one: the next loss begins at the first back-off step. */
  readonly stableMs: number;
  /** Waits before the attempts of a reconnect; the last one repeats for ever. */
  readonly backOffMs: readonly number[];
  /** The longest wait after an attempt that did not even reach the host, for the first `knockingMs` of an outage. */
  readonly knockMs: number;
  readonly knockingMs: number;
}

/** The product's figures; tests shorten them. */
export const defaultTimings: LinkTimings = {
  tcpMs: 10_000,
  bannerMs: 5_000,
  keyExchangeMs: 10_000,
  authMs: 30_000,
  answerMs: 300_000,
  loginGraceMs: 120_000,
  heartbeatMs: 10_000,
  missedHeartbeatCount: 3,
  wakeDoubtMs: 1_500,
  wakePatienceMs: 15_000,
  closeMs: 1_000,
  stableMs: 10_000,
  backOffMs: [1_000, 2_000, 4_000, 8_000, 15_000, 30_000],
  knockMs: 2_000,
  knockingMs: 1_800_000,
};
