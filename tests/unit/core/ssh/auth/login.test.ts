import { expect, test } from 'vitest';
import type { Failure } from '../../../../../main/contract/failure.ts';
import { succeed } from '../../../../../main/contract/failure.ts';
import { profile } from '../../../../../main/contract/profiles.ts';
import { unwatched } from '../../../../../main/core/ssh/attempt/attempt-watch.ts';
import { StageTimer } from '../../../../../main/core/ssh/attempt/stage-timer.ts';
import { Login } from '../../../../../main/core/ssh/auth/login.ts';
import type { LoginMethod } from '../../../../../main/core/ssh/auth/login-method.ts';
import { LoginQuestions } from '../../../../../main/core/ssh/auth/login-questions.ts';
import { defaultTimings } from '../../../../../main/core/ssh/timings.ts';
import { ManualClock } from '../../../../support/fakes/clock.ts';

const me = profile.parse({ id: 'box', name: 'box', address: 'host.example', user: 'me' });
const question = { title: '', instruction: '', prompts: [{ text: 'Code:', isEchoed: true }] };

/** A login whose host asks, with the auth stage's time running. */
async function makeLogin(prepared: Promise<void> = Promise.resolve()) {
  const clock = new ManualClock();
  const questions = new LoginQuestions();
  const told: (Failure | string)[] = [];
  const timer = new StageTimer(clock, defaultTimings, (stage) => told.push(`${stage} ran out of time`));
  const over = new AbortController();
  const asking: LoginMethod = {
    name: 'keyboard-interactive',
    isSlow: true,
    prepare: async () => {
      await prepared;
      return succeed({ type: 'none', username: 'me' });
    },
    explainRejection: async () => null,
    explainTimeout: () => null,
    onAccepted: () => {},
  };
  const credentials = { first: asking, insteadOf: () => null, after: async () => null };
  const login = new Login(
    { profile: me, credentials, questions, clock, timings: defaultTimings, watch: unwatched, lentAgent: null },
    { fail: (failure) => told.push(failure), reject: (error) => told.push(String(error)), timer, signal: over.signal },
  );
  timer.enter('auth');
  const offered = new Promise<void>((resolve) => login.offer(() => resolve()));
  return { clock, questions, told, login, over, offered };
}

test('While a question stands the time of the login does not run, and after the answer there is time for a second factor', async () => {
  const { clock, questions, told, login, offered } = await makeLogin();
  await offered;
  const answers = login.ask(question);
  expect(questions.current()).toMatchObject({ title: 'me@host.example', expiresAtMs: clock.nowMs() + 120_000 });
  await clock.advanceSettled(299_000);
  expect(told).toEqual([]);
  expect(login.isAsking).toBe(true);
  questions.answer(questions.current()?.id ?? '', ['1']);
  expect(await answers).toEqual(['1']);
  expect(login.isAsking).toBe(false);
  await clock.advanceSettled(119_000);
  expect(told).toEqual([]);
  await clock.advanceSettled(2_000);
  expect(told).toEqual(['auth ran out of time']);
});

test('A question that nobody answers for five minutes ends the login', async () => {
  const { clock, questions, told, login, offered } = await makeLogin();
  await offered;
  const answers = login.ask(question);
  await clock.advanceSettled(300_000);
  expect(await answers).toBeNull();
  expect(told).toEqual([
    expect.objectContaining({ kind: 'auth-failed', message: 'Nobody answered what host.example asks.' }),
  ]);
  expect(questions.current()).toBeNull();
});

test('The end of the handshake takes its question away', async () => {
  const { clock, questions, login, over, offered } = await makeLogin();
  await offered;
  const answers = login.ask(question);
  over.abort();
  expect(await answers).toBeNull();
  expect(questions.current()).toBeNull();
  expect(clock.pendingCount).toBe(0);
});

test('Whoever types the passphrase of a key may take as long as the host waits', async () => {
  const typed = Promise.withResolvers<void>();
  const { clock, told, over, offered } = await makeLogin(typed.promise);
  await clock.advanceSettled(110_000);
  expect(told).toEqual([]);
  typed.resolve();
  await offered;
  await clock.advanceSettled(119_000);
  expect(told).toEqual([]);
  over.abort();
});
