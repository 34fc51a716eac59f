import { expect, test } from 'vitest';
import { asksForPassword, toHostQuestion } from '../../../../../main/core/ssh/auth/host-question.ts';
import { LoginQuestions } from '../../../../../main/core/ssh/auth/login-questions.ts';

const asked = {
  title: '',
  instruction: '',
  prompts: [
    { text: 'Password:', isEchoed: false },
    { text: 'Code:', isEchoed: true },
  ],
  expiresAtMs: 5,
};
const never = new AbortController().signal;

test('Each question waits for its own answers, one for each prompt', async () => {
  const questions = new LoginQuestions();
  const told: (string | null)[] = [];
  questions.onDidChange(() => told.push(questions.current()?.id ?? null));
  const first = questions.ask(asked, never);
  const second = questions.ask(asked, never);
  const firstId = questions.current()?.id ?? '';
  expect(questions.current()).toEqual({ ...asked, id: firstId });
  expect(questions.answer('another', ['a', 'b'])).toBe(false);
  expect(questions.answer(firstId, ['a'])).toBe(false);
  expect(questions.answer(firstId, ['a', 'b', 'c'])).toBe(false);
  expect(questions.answer(firstId, ['a', 'b'])).toBe(true);
  expect(await first).toEqual(['a', 'b']);
  expect(questions.answer(firstId, ['a', 'b'])).toBe(false);
  const secondId = questions.current()?.id ?? '';
  expect(secondId).not.toBe(firstId);
  expect(questions.answer(secondId, null)).toBe(true);
  expect(await second).toBeNull();
  expect(told).toEqual([firstId, firstId, secondId, null]);
});

test('A question goes with the attempt that asked it', async () => {
  const questions = new LoginQuestions();
  const attempt = new AbortController();
  const answers = questions.ask(asked, attempt.signal);
  attempt.abort();
  expect(await answers).toBeNull();
  expect(questions.current()).toBeNull();
  expect(await questions.ask(asked, attempt.signal)).toBeNull();
  expect(questions.current()).toBeNull();
});

test('What a host asks is cleaned and capped, and what stands before the question explains it', () => {
  const menu = 'Duo two-factor login for me\n\n 1. Push to XXX-1234\n 2. SMS\n\nPasscode or option (1-2): ';
  const question = toHostQuestion(
    'Bank\u001b]0;owned\u0007 of \u202eevil',
    'Line one\u0000\r\nline two',
    [{ prompt: menu, echo: true }],
    'A note.',
  );
  expect(question).toEqual({
    title: 'Bank]0;owned of evil',
    instruction: 'A note.\nLine one\nline two\nDuo two-factor login for me\n\n 1. Push to XXX-1234\n 2. SMS',
    prompts: [{ text: 'Passcode or option (1-2):', isEchoed: true }],
  });
  const huge = toHostQuestion('t'.repeat(1e6), 'i'.repeat(1e6), [{ prompt: 'p'.repeat(1e6) }], null);
  expect(huge.title.length).toBe(200);
  expect(huge.instruction.length).toBe(2_000);
  expect(huge.prompts[0]?.text.length).toBe(300);
  expect(huge.prompts[0]?.isEchoed).toBe(false);
});

test.each([
  ['Password: ', true],
  ['me@host.example’s password:', true],
  ['Password for newton@host:', true],
  ['Verification code: ', false],
  ['One-time password (OATH) for `me`: ', false],
  ['New password: ', false],
  ['Retype new password:', false],
  ['(current) UNIX password: ', false],
  ['Password or token: ', false],
])('%j is taken for the login password: %s', (prompt, isPassword) => {
  const of = (...prompts: { prompt: string; echo?: boolean }[]) =>
    asksForPassword(toHostQuestion('', '', prompts, null));
  expect(of({ prompt })).toBe(isPassword);
  expect(of({ prompt, echo: true })).toBe(false);
  expect(of({ prompt }, { prompt })).toBe(false);
});
