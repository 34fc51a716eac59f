import type { Failure } from '../../../contract/failure.ts';
import type { LinkState } from '../../../contract/hosts.ts';
import type { LinkTimings } from '../timings.ts';
import { backOffMs } from './back-off.ts';

/** The state of a link, without the things that do the work. */
export interface LinkModel {
  readonly state: LinkState;
  readonly sinceMs: number;
  readonly failure: Failure | null;
  readonly nextAttemptAtMs: number | null;
  /** Attempts in a row since the link was last a stable one; chooses the back-off step. */
  readonly attemptCount: number;
  /** Attempts begun since the link was last up, for people. */
  readonly dialCount: number;
  /** When the attempt under way began; null when none is. */
  readonly dialledAtMs: number | null;
  /** Whether a first attempt that reaches nobody is followed by others. */
  readonly isKept: boolean;
}

/** What may happen to a link. */
export type LinkEvent =
  | { readonly type: 'connect-asked'; readonly isKept: boolean }
  | { readonly type: 'disconnect-asked' }
  | { readonly type: 'opened' }
  | { readonly type: 'attempt-failed'; readonly failure: Failure }
  | { readonly type: 'lost'; readonly failure: Failure }
  | { readonly type: 'timer-fired' }
  | { readonly type: 'woke' };

/** What the driver has to do after an event. */
export type LinkCommand =
  | { readonly type: 'dial' }
  | { readonly type: 'abandon-dial' }
  | { readonly type: 'close' }
  | { readonly type: 'start-timer'; readonly delayMs: number }
  | { readonly type: 'stop-timer' };

/** What the decision depends on besides model and event. `random` is 0 to 1. */
export interface LinkCircumstances {
  readonly nowMs: number;
  readonly random: number;
  readonly timings: Pick<LinkTimings, 'backOffMs' | 'stableMs' | 'wakeDoubtMs' | 'knockMs' | 'knockingMs'>;
}

/** A link nobody has asked for yet. */
export function initialLink(nowMs: number): LinkModel {
  return {
    state: 'disconnected',
    sinceMs: nowMs,
    failure: null,
    nextAttemptAtMs: null,
    attemptCount: 0,
    dialCount: 0,
    dialledAtMs: null,
    isKept: false,
  };
}

/** Whether trying again by itself can help: the network's failures, never a key's, a secret's or the user's. */
export function isRetriable(failure: Failure): boolean {
  return ['unreachable', 'timed-out', 'not-ssh', 'link-lost'].includes(failure.kind);
}

/** Whether a link is up, or being brought up again; then sleep and a change of network matter to it. */
export function isKeptUp({ state }: { readonly state: LinkState }): boolean {
  return state === 'connected' || state === 'reconnecting';
}

interface Step {
  readonly model: LinkModel;
  readonly commands: readonly LinkCommand[];
}

/** Decides what an event means for a link. An event that means nothing in a state changes nothing. */
export function stepLink(model: LinkModel, event: LinkEvent, at: LinkCircumstances): Step {
  switch (event.type) {
    case 'connect-asked':
      return onConnectAsked(model, event.isKept, at);
    case 'disconnect-asked':
      return onDisconnectAsked(model, at);
    case 'opened':
      return onOpened(model, at);
    case 'attempt-failed':
      return onAttemptFailed(model, event.failure, at);
    case 'lost':
      return onLost(model, event.failure, at);
    case 'timer-fired':
      return model.state === 'reconnecting' && model.dialledAtMs === null ? dial(model, at, []) : stay(model);
    case 'woke':
      return onWoke(model, at);
  }
}

function onConnectAsked(model: LinkModel, isKept: boolean, at: LinkCircumstances): Step {
  if (model.state === 'reconnecting' && model.dialledAtMs === null) return dial(model, at, [{ type: 'stop-timer' }]);
  if (model.state === 'connecting' && isKept && !model.isKept) return stay({ ...model, isKept });
  if (model.state !== 'disconnected' && model.state !== 'failed') return stay(model);
  return dial({ ...initialLink(at.nowMs), state: 'connecting', isKept }, at, []);
}

function onDisconnectAsked(model: LinkModel, at: LinkCircumstances): Step {
  if (model.state === 'disconnected') return stay(model);
  const commands: LinkCommand[] = [];
  if (model.state === 'connected') commands.push({ type: 'close' });
  if (model.dialledAtMs !== null) commands.push({ type: 'abandon-dial' });
  if (model.nextAttemptAtMs !== null) commands.push({ type: 'stop-timer' });
  return { model: initialLink(at.nowMs), commands };
}

/** Also without an attempt of its own: a second connection dialled after waking may take the place of the lost one. */
function onOpened(model: LinkModel, at: LinkCircumstances): Step {
  if (model.state !== 'connecting' && model.state !== 'reconnecting') return stay(model);
  const { attemptCount, nextAttemptAtMs } = model;
  return {
    model: { ...initialLink(at.nowMs), state: 'connected', attemptCount },
    commands: nextAttemptAtMs === null ? [] : [{ type: 'stop-timer' }],
  };
}

function onAttemptFailed(model: LinkModel, failure: Failure, at: LinkCircumstances): Step {
  if (model.dialledAtMs === null) return stay(model);
  if ((model.state === 'connecting' && !model.isKept) || !isRetriable(failure)) {
    const { dialCount } = model;
    return { model: { ...initialLink(at.nowMs), state: 'failed', failure, dialCount }, commands: [] };
  }
  const sinceMs = model.state === 'connecting' ? at.nowMs : model.sinceMs;
  return waitForNext({ ...model, state: 'reconnecting', sinceMs, failure }, at, failure);
}

/** A connection that did not live long continues the back-off, so that a host that hangs up at once is not hammered. */
function onLost(model: LinkModel, failure: Failure, at: LinkCircumstances): Step {
  if (model.state !== 'connected') return stay(model);
  if (!isRetriable(failure)) {
    return { model: { ...initialLink(at.nowMs), state: 'failed', failure }, commands: [] };
  }
  const wasStable = !isYounger(model.sinceMs, at.timings.stableMs, at);
  const attemptCount = wasStable ? 0 : model.attemptCount;
  return waitForNext({ ...initialLink(at.nowMs), state: 'reconnecting', failure, attemptCount }, at, failure);
}

/** A young attempt goes on; one from before the sleep hangs on a network that is gone. */
function onWoke(model: LinkModel, at: LinkCircumstances): Step {
  if (model.state !== 'reconnecting') return stay(model);
  if (model.dialledAtMs === null) return dial({ ...model, attemptCount: 0 }, at, [{ type: 'stop-timer' }]);
  if (isYounger(model.dialledAtMs, at.timings.wakeDoubtMs, at)) return stay(model);
  return dial({ ...model, attemptCount: 0 }, at, [{ type: 'abandon-dial' }]);
}

function dial(model: LinkModel, at: LinkCircumstances, before: readonly LinkCommand[]): Step {
  return {
    model: { ...model, nextAttemptAtMs: null, dialledAtMs: at.nowMs, dialCount: model.dialCount + 1 },
    commands: [...before, { type: 'dial' }],
  };
}

/** Whether less time passed. A clock that was set back tells nothing, so what it measures counts as old. */
function isYounger(sinceMs: number, ageMs: number, { nowMs }: LinkCircumstances): boolean {
  return nowMs >= sinceMs && nowMs - sinceMs < ageMs;
}

/**
 * An attempt that reached nobody costs the host nothing, so for a while it is made more often than the back-off says: who
 * waits for the network sees the link return seconds after it. A host that was reached and hung up is given the whole step.
 */
function waitForNext(model: LinkModel, at: LinkCircumstances, failure: Failure): Step {
  const { backOffMs: steps, knockMs, knockingMs } = at.timings;
  const isKnocking = failure.stage === 'tcp' && isYounger(model.sinceMs, knockingMs, at);
  const waits = isKnocking ? steps.map((stepMs) => Math.min(stepMs, knockMs)) : steps;
  const delayMs = backOffMs(waits, model.attemptCount, at.random);
  return {
    model: {
      ...model,
      dialledAtMs: null,
      nextAttemptAtMs: at.nowMs + delayMs,
      attemptCount: model.attemptCount + 1,
    },
    commands: [{ type: 'start-timer', delayMs }],
  };
}

function stay(model: LinkModel): Step {
  return { model, commands: [] };
}
