import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { HostStatus, LoginQuestion } from '../../../main/contract/hosts.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

const question: LoginQuestion = {
  id: 'q1',
  title: '',
  instruction: 'Push sent to your phone.',
  prompts: [
    { text: 'Password:', isEchoed: false },
    { text: 'Code:', isEchoed: true },
  ],
  expiresAtMs: 5,
};
const status = (asked: LoginQuestion | null): HostStatus => ({
  profileId: 'p',
  state: asked === null ? 'connected' : 'connecting',
  sinceMs: 1,
  lastHeardAtMs: null,
  roundTripMs: null,
  nextAttemptAtMs: null,
  attemptCount: 1,
  eventNumber: 0,
  failure: null,
  question: asked,
});

/** A core whose host asks before it lets anybody in, and notes what it is answered. */
function askingCore() {
  const heard: unknown[] = [];
  const answered = Promise.withResolvers<readonly string[] | null>();
  const core = () =>
    hostlessCore({
      hosts: {
        status: async () => {
          const answers = await answered.promise;
          if (answers !== null) return succeed(status(null));
          return fail('auth-failed', 'auth', 'Nobody answered.', 'Connect again.');
        },
        answer: async (input) => {
          heard.push(input);
          answered.resolve(input.answers);
          return succeed({});
        },
        async *watch() {
          yield status(question);
          await answered.promise;
          yield status(null);
        },
      },
    });
  return { core, heard };
}

test('What a host asks is asked at the terminal, and only what may be seen is shown', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const answers = ['hidden one', '123456'];
  let shown = '';
  const stderr = {
    write: (text: string) => {
      shown += text;
      if (/^(Password|Code): /.test(text)) stdin.write(`${answers.shift()}\r`);
    },
  };
  const { core, heard } = askingCore();
  const outcome = await tryCli(['hosts', 'status', '--profile', 'p'], { core, input: stdin, stderr });
  expect(outcome.code).toBe(0);
  expect(heard).toEqual([{ profile: 'p', questionId: 'q1', answers: ['hidden one', '123456'] }]);
  expect(shown).toContain('Push sent to your phone.\nPassword: ');
  expect(shown).toContain('123456');
  expect(shown).not.toContain('hidden one');
});

test('Where nobody can be asked the question is given up, and the command fails with a clear sentence', async () => {
  const { core, heard } = askingCore();
  const { code, stderr } = await tryCli(['hosts', 'status', '--profile', 'p'], { core });
  expect(code).toBe(1);
  expect(heard).toEqual([{ profile: 'p', questionId: 'q1', answers: null }]);
  expect(stderr).toContain('nobody can be asked here; run this at a terminal.');
});

test('A question that is over takes no more answers', async () => {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  const asked = Promise.withResolvers<void>();
  const stderr = { write: (text: string) => void (text.startsWith('Password: ') && asked.resolve()) };
  const heard: unknown[] = [];
  const core = () =>
    hostlessCore({
      hosts: {
        status: async () => {
          await asked.promise;
          return fail('auth-failed', 'auth', 'The host stopped waiting.', 'Connect again.');
        },
        answer: async (input) => {
          heard.push(input);
          return succeed({});
        },
        async *watch() {
          yield status(question);
          await asked.promise;
          yield status(null);
        },
      },
    });
  const { code } = await tryCli(['hosts', 'status', '--profile', 'p'], { core, input: stdin, stderr });
  expect(code).toBe(1);
  expect(heard).toEqual([]);
});

test('Two hosts that ask at the same time are each answered once', async () => {
  const heard: string[] = [];
  const both = Promise.withResolvers<void>();
  const other = { ...status({ ...question, id: 'q2' }), profileId: 'bastion' };
  const core = () =>
    hostlessCore({
      hosts: {
        status: async () => {
          await both.promise;
          return fail('auth-failed', 'auth', 'Nobody answered.', 'Connect again.');
        },
        answer: async ({ profile, questionId }) => {
          heard.push(`${profile} ${questionId}`);
          if (heard.length === 2) both.resolve();
          return succeed({});
        },
        async *watch() {
          yield status(question);
          yield other;
          yield status(question);
          yield other;
          await both.promise;
        },
      },
    });
  await tryCli(['hosts', 'status', '--profile', 'p'], { core });
  expect(heard).toEqual(['p q1', 'bastion q2']);
});
