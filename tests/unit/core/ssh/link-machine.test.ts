import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Failure, FailureKind, FailureStage } from '../../../../main/contract/failure.ts';
import { fail } from '../../../../main/contract/failure.ts';
import { backOffMs } from '../../../../main/core/ssh/staying/back-off.ts';
import {
  initialLink,
  isRetriable,
  type LinkEvent,
  type LinkModel,
  stepLink,
} from '../../../../main/core/ssh/staying/link-machine.ts';
import { defaultTimings } from '../../../../main/core/ssh/timings.ts';

const failureOfKind = (kind: FailureKind, stage: FailureStage = 'banner'): Failure =>
  fail(kind, stage, 'It failed.', 'Try again.').failure;
const lost = failureOfKind('link-lost', 'session');
const unreachable = failureOfKind('unreachable');
const unreached = failureOfKind('unreachable', 'tcp');
const rejected = failureOfKind('auth-failed');

/** Applies events one second apart and tells the last model and what each event commanded. */
function play(...events: LinkEvent[]): { model: LinkModel; commands: string[][] } {
  let model = initialLink(0);
  const commands: string[][] = [];
  events.forEach((event, index) => {
    const step = stepLink(model, event, { nowMs: (index + 1) * 1_000, random: 0.5, timings: defaultTimings });
    model = step.model;
    commands.push(
      step.commands.map((command) => (command.type === 'start-timer' ? `wait ${command.delayMs}` : command.type)),
    );
  });
  return { model, commands };
}

const ask: LinkEvent = { type: 'connect-asked', isKept: false };
const keep: LinkEvent = { type: 'connect-asked', isKept: true };
const leave: LinkEvent = { type: 'disconnect-asked' };
const opened: LinkEvent = { type: 'opened' };
const fire: LinkEvent = { type: 'timer-fired' };
const woke: LinkEvent = { type: 'woke' };
const failed = (failure: Failure): LinkEvent => ({ type: 'attempt-failed', failure });
const lose: LinkEvent = { type: 'lost', failure: lost };

test('A first attempt that fails is not repeated', () => {
  const { model, commands } = play(ask, failed(unreachable), fire, woke);
  expect(model).toMatchObject({ state: 'failed', failure: unreachable, nextAttemptAtMs: null });
  expect(commands).toEqual([['dial'], [], [], []]);
});

test('A first attempt of a link that is kept is repeated while nobody is reached, and only then', () => {
  const kept = play(keep, failed(unreachable), fire, failed(unreachable));
  expect(kept.model).toMatchObject({ state: 'reconnecting', failure: unreachable, sinceMs: 2_000, dialCount: 2 });
  expect(kept.commands).toEqual([['dial'], ['wait 1000'], ['dial'], ['wait 2000']]);
  expect(play(keep, failed(unreachable), fire, opened, leave, ask, failed(unreachable)).model.state).toBe('failed');
  expect(play(ask, keep, failed(unreachable)).model.state).toBe('reconnecting');
  expect(play(keep, failed(rejected)).model).toMatchObject({ state: 'failed', failure: rejected });
});

test('Who asks while an attempt is under way joins it', () => {
  expect(play(ask, ask, ask).commands).toEqual([['dial'], [], []]);
});

test('A lost link is tried again for ever, in longer and longer steps', () => {
  const rounds = Array.from({ length: 8 }, (): LinkEvent[] => [fire, failed(unreachable)]).flat();
  const { model, commands } = play(ask, opened, lose, ...rounds);
  expect(commands.flat().filter((command) => command.startsWith('wait'))).toEqual(
    [1, 2, 4, 8, 15, 30, 30, 30, 30].map((seconds) => `wait ${seconds * 1_000}`),
  );
  expect(model).toMatchObject({ state: 'reconnecting', failure: unreachable, sinceMs: 3_000 });
});

test('While nobody is reached it is tried every two seconds for half an hour, and then in whole steps', () => {
  const rounds = Array.from({ length: 6 }, (): LinkEvent[] => [fire, failed(unreached)]).flat();
  const { model, commands } = play(ask, opened, lose, ...rounds);
  expect(commands.flat().filter((command) => command.startsWith('wait'))).toEqual(
    [1, 2, 2, 2, 2, 2, 2].map((seconds) => `wait ${seconds * 1_000}`),
  );
  const later = { nowMs: model.sinceMs + defaultTimings.knockingMs, random: 0.5, timings: defaultTimings };
  const dialling = stepLink(model, fire, later).model;
  expect(stepLink(dialling, failed(unreached), later).commands).toEqual([{ type: 'start-timer', delayMs: 30_000 }]);
});

test('Attempts are counted for people from the loss on, and the count stays with the failure that ends them', () => {
  expect(play(ask).model.dialCount).toBe(1);
  expect(play(ask, opened).model.dialCount).toBe(0);
  const outage = play(ask, opened, lose, fire, failed(unreached), woke, failed(unreached), ask);
  expect(outage.model.dialCount).toBe(3);
  expect(play(ask, opened, lose, fire, failed(unreached), fire, failed(rejected)).model).toMatchObject({
    state: 'failed',
    dialCount: 2,
  });
});

test('A clock that was set back or forth by two days breaks no decision', () => {
  const twoDaysMs = 2 * 86_400_000;
  const start = play(ask, opened).model;
  for (const nowMs of [start.sinceMs - twoDaysMs, start.sinceMs + twoDaysMs]) {
    const at = { nowMs, random: 0.5, timings: defaultTimings };
    const waiting = stepLink(start, lose, at);
    expect(waiting.commands).toEqual([{ type: 'start-timer', delayMs: 1_000 }]);
    const dialling = stepLink(waiting.model, fire, at).model;
    const jumped = { ...at, nowMs: nowMs - twoDaysMs };
    expect(stepLink(dialling, woke, jumped).commands.map(({ type }) => type)).toEqual(['abandon-dial', 'dial']);
    expect(stepLink(dialling, failed(unreachable), jumped).model.nextAttemptAtMs).toBe(jumped.nowMs + 2_000);
  }
});

test('A rejection while reconnecting stops the attempts', () => {
  const { model, commands } = play(ask, opened, lose, fire, failed(rejected), fire, woke);
  expect(model).toMatchObject({ state: 'failed', failure: rejected });
  expect(commands.slice(4)).toEqual([[], [], []]);
});

test('A connection that hangs up at once continues the back-off; one that lasted begins it anew', () => {
  const short = play(ask, opened, lose, fire, opened, lose, fire, opened, lose);
  expect(short.commands.flat()).toEqual(['dial', 'wait 1000', 'dial', 'wait 2000', 'dial', 'wait 4000']);
  let model = play(ask, opened, lose, fire, opened).model;
  const at = { nowMs: model.sinceMs + defaultTimings.stableMs, random: 0.5, timings: defaultTimings };
  const step = stepLink(model, lose, at);
  model = step.model;
  expect(step.commands).toEqual([{ type: 'start-timer', delayMs: 1_000 }]);
});

test('What the user closes stays closed, whatever was under way', () => {
  expect(play(ask, leave).commands[1]).toEqual(['abandon-dial']);
  expect(play(ask, opened, leave).commands[2]).toEqual(['close']);
  expect(play(ask, opened, lose, leave).commands[3]).toEqual(['stop-timer']);
  const { model, commands } = play(ask, opened, leave, lose, fire, woke, opened, failed(unreachable));
  expect(model).toEqual(initialLink(3_000));
  expect(commands.slice(3).flat()).toEqual([]);
});

test('Asking or waking while waiting for the next attempt begins it at once', () => {
  for (const event of [ask, woke]) {
    expect(play(ask, opened, lose, event).commands[3]).toEqual(['stop-timer', 'dial']);
  }
});

test('Waking replaces an attempt from before the sleep and keeps a young one', () => {
  const model = play(ask, opened, lose, fire).model;
  const dialledAtMs = model.dialledAtMs ?? 0;
  const wakeAfter = (ms: number) =>
    stepLink(model, woke, { nowMs: dialledAtMs + ms, random: 0, timings: defaultTimings }).commands.map(
      ({ type }) => type,
    );
  expect(wakeAfter(defaultTimings.wakeDoubtMs - 1)).toEqual([]);
  expect(wakeAfter(defaultTimings.wakeDoubtMs)).toEqual(['abandon-dial', 'dial']);
});

test('Only failures of the network are worth trying again by themselves', () => {
  const retriable: FailureKind[] = ['unreachable', 'timed-out', 'not-ssh', 'link-lost'];
  const final: FailureKind[] = [
    'auth-failed',
    'secret-needed',
    'key-unreadable',
    'host-key-unknown',
    'host-key-changed',
    'host-key-revoked',
    'store-unreadable',
  ];
  expect(retriable.every((kind) => isRetriable(failureOfKind(kind)))).toBe(true);
  expect(final.some((kind) => isRetriable(failureOfKind(kind)))).toBe(false);
});

test('Whatever happens in whatever order, the model knows exactly what runs', () => {
  const event = fc.constantFrom(ask, leave, opened, fire, woke, lose, failed(unreachable), failed(rejected));
  fc.assert(
    fc.property(fc.array(fc.tuple(event, fc.nat(40_000)), { maxLength: 60 }), (script) => {
      let model = initialLink(0);
      let nowMs = 0;
      let isDialling = false;
      let isTimerRunning = false;
      for (const [next, waitMs] of script) {
        nowMs += waitMs;
        // The driver only tells what can be: an attempt's end while one runs, a timer's while one runs.
        if (next.type === 'attempt-failed' && !isDialling) continue;
        if (next.type === 'opened' && !isDialling) continue;
        if (next.type === 'timer-fired' && !isTimerRunning) continue;
        if (next.type === 'attempt-failed' || next.type === 'opened') isDialling = false;
        if (next.type === 'timer-fired') isTimerRunning = false;
        const step = stepLink(model, next, { nowMs, random: 0.5, timings: defaultTimings });
        const before = model;
        model = step.model;
        for (const command of step.commands) {
          if (command.type === 'dial') {
            expect(isDialling).toBe(false);
            isDialling = true;
          } else if (command.type === 'abandon-dial') {
            expect(isDialling).toBe(true);
            isDialling = false;
          } else if (command.type === 'start-timer') {
            expect(isTimerRunning).toBe(false);
            isTimerRunning = true;
          } else if (command.type === 'stop-timer') {
            expect(isTimerRunning).toBe(true);
            isTimerRunning = false;
          } else {
            expect(before.state).toBe('connected');
          }
        }
        expect(model.dialledAtMs !== null).toBe(isDialling);
        expect(model.nextAttemptAtMs !== null).toBe(isTimerRunning);
        expect(isDialling && isTimerRunning).toBe(false);
        if (model.state === 'connecting') expect(isDialling).toBe(true);
        if (model.state === 'reconnecting') expect(isDialling || isTimerRunning).toBe(true);
        if (['connected', 'disconnected', 'failed'].includes(model.state))
          expect(isDialling || isTimerRunning).toBe(false);
        expect(model.failure !== null).toBe(model.state === 'failed' || model.state === 'reconnecting');
        if (next.type === 'disconnect-asked') expect(model.state).toBe('disconnected');
        if (model.state === 'connected')
          expect(['opened', 'connect-asked', 'woke', 'timer-fired']).toContain(next.type);
      }
    }),
    { numRuns: 500 },
  );
});

test('Back-off varies by a fifth and stays at its last step', () => {
  const { backOffMs: steps } = defaultTimings;
  expect([0, 1].map((random) => backOffMs(steps, 0, random))).toEqual([800, 1_200]);
  expect([0, 1].map((random) => backOffMs(steps, 999, random))).toEqual([24_000, 36_000]);
});
