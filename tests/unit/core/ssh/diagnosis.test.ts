import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { failure } from '../../../../main/contract/failure.ts';
import {
  allDiagnosisCauses,
  classifyRefusedCommand,
  type DiagnosisCause,
  diagnosisFailure,
} from '../../../../main/core/ssh/diagnosis/diagnosis-causes.ts';
import {
  describeClocks,
  describeShell,
  judgeShell,
  readShellFacts,
  shellQuestions,
} from '../../../../main/core/ssh/diagnosis/diagnosis-shell.ts';

const nonce = 'berth-0011';
const good = {
  shell: '/bin/bash',
  home: '/root',
  homeExists: 'yes',
  homeWritable: 'yes',
  freeKilobytes: '900000',
  bash: '5.2',
  flock: 'yes',
  clock: '1000',
  end: 'yes',
};
const said = (facts: Readonly<Record<string, string>>) =>
  Object.entries(facts)
    .map(([name, value]) => `${nonce} ${name} ${value}\n`)
    .join('');
const judged = (changed: Readonly<Record<string, string>>) => {
  const shell = readShellFacts(said({ ...good, ...changed }), nonce);
  return shell === null ? 'no answer' : judgeShell(shell);
};

test('Every cause has a whole sentence of its own and a next step', () => {
  const failures = allDiagnosisCauses.map((cause) => failure.parse(diagnosisFailure(cause)));
  expect(new Set(failures.map(({ message }) => message)).size).toBe(allDiagnosisCauses.length);
  for (const { message, nextStep } of failures) {
    for (const sentence of [message, nextStep]) expect(sentence).toMatch(/^\S.*\.$/);
  }
});

test.each<[string, DiagnosisCause]>([
  ['Password change required but no TTY available.', 'password-expired'],
  ['WARNING: Your password has expired.\nPassword change required but no TTY available.', 'password-expired'],
  ['This account is currently not available.', 'no-shell'],
  ['System is going down. Unprivileged users are not permitted to log in anymore.', 'logins-closed'],
  ['', 'command-failed'],
  ['Welcome to GitLab, @me!', 'command-replaced'],
])('What is said instead of running a command is named: %s', (text, cause) => {
  expect(classifyRefusedCommand(text)).toBe(cause);
});

test.each<[string, Readonly<Record<string, string>>, DiagnosisCause]>([
  ['no home', { homeExists: '' }, 'home-missing'],
  ['a home that is read-only', { homeWritable: '' }, 'home-unwritable'],
  ['a full disk', { freeKilobytes: '12' }, 'disk-full'],
  ['no bash', { bash: '' }, 'no-bash'],
  ['an old bash', { bash: '4.3' }, 'no-bash'],
  ['no flock', { flock: '' }, 'no-flock'],
])('An account with %s is named', (_name, changed, cause) => {
  expect(judged(changed)).toEqual(diagnosisFailure(cause));
});

test('A good account is described, with what its start-up files print', () => {
  expect(judged({})).toBeNull();
  expect(judged({ bash: '4.4', freeKilobytes: '' })).toBeNull();
  const noisy = readShellFacts(`Welcome\u001b[2J home\nsecond line\n${said(good)}`, nonce);
  expect(noisy && describeShell(noisy)).toBe(
    'The login shell /bin/bash hands over, bash 5.2 and flock are there, and the home folder /root can be written. Its start-up files print something first, which does no harm: “Welcome[2J home”.',
  );
});

test('Half an answer, another word and a flood are no answer', () => {
  expect(readShellFacts('', nonce)).toBeNull();
  expect(readShellFacts(said(good).replaceAll(nonce, 'berth-0022'), nonce)).toBeNull();
  expect(readShellFacts(said({ ...good, end: '' }), nonce)).toBeNull();
});

test('The questions are answered by the shell of this machine', () => {
  const output = execFileSync('/bin/sh', ['-s'], { input: shellQuestions(nonce), encoding: 'utf8' });
  const shell = readShellFacts(output, nonce);
  expect(shell && judgeShell(shell)).toBeNull();
  expect(Number(shell?.facts.clock)).toBeCloseTo(Date.now() / 1_000, -1);
});

test('Clocks apart by more than a minute are told with their difference and its direction', () => {
  expect(describeClocks(1_000, 999_000, 1_001_000)).toBe('The clocks of the server and of this computer agree.');
  expect(describeClocks(1_060, 1_000_000, 1_000_000)).toBe('The clocks of the server and of this computer agree.');
  expect(describeClocks(1_300, 1_000_000, 1_000_000)).toContain('5 minutes ahead of');
  expect(describeClocks(1_000, 173_800_000, 173_800_000)).toContain('48 hours behind');
});
