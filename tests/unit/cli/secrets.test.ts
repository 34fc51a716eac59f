import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { masterPassphraseFrom } from '../../../main/cli/asking/master-passphrase.ts';
import { fakeSecrets } from '../../support/fake-core/fake-secrets.ts';
import { type HostlessCore, hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

/** A terminal at which somebody answers each prompt with the next of these. */
function typing(answers: string[]) {
  const stdin = Object.assign(new PassThrough(), { isTTY: true });
  let shown = '';
  const stderr = {
    write: (text: string) => {
      shown += text;
      if (text.endsWith(': ')) stdin.write(`${answers.shift() ?? '\u0003'}\r`);
    },
  };
  return { input: stdin, stderr, shown: () => shown };
}

let made: HostlessCore;
const withSecrets = (passphrase?: string) => ({
  core: () => {
    made = hostlessCore({ secrets: fakeSecrets(passphrase === undefined ? {} : { passphrase, isLocked: true }) });
    return made;
  },
});
const callsOf = (method: string) => made.calls.filter((call) => call.method === method).map(({ input }) => input);

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'berth-cli-secrets-'));
});
afterEach(() => rm(scratch, { recursive: true }));
const passphraseFile = async (mode: number, text = 'present one\n') => {
  const file = path.join(scratch, 'master');
  await writeFile(file, text);
  await chmod(file, mode);
  return file;
};

describe('the master passphrase on the command line', () => {
  test('is set from one line of standard input, and replaced from two', async () => {
    expect(await tryCli(['secrets', 'protect'], { ...withSecrets(), stdin: 'brand new one\n' })).toMatchObject({
      code: 0,
    });
    expect(callsOf('secrets.protect')).toEqual([{ passphrase: 'brand new one', previous: null }]);
    const stdin = 'present one\r\nbrand new one\r\n';
    expect(await tryCli(['secrets', 'protect'], { ...withSecrets('present one'), stdin })).toMatchObject({ code: 0 });
    const { code, stdout } = await tryCli(['secrets', 'protect'], { ...withSecrets('present one'), stdin: 'only\n' });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 2, error: { kind: 'usage' } });
  });

  test('is asked for twice at a terminal, which shows nothing of it', async () => {
    const { shown, ...same } = typing(['present one', 'brand new one', 'brand new one']);
    const outcome = await tryCli(['secrets', 'protect'], { ...withSecrets('present one'), ...same });
    expect(outcome.code).toBe(0);
    expect(callsOf('secrets.protect')).toEqual([{ passphrase: 'brand new one', previous: 'present one' }]);
    expect(outcome.stdout + shown()).not.toMatch(/brand|present one/);
    const { shown: _shown, ...other } = typing(['brand new one', 'brand new 0ne']);
    const differing = await tryCli(['secrets', 'protect'], { ...withSecrets(), ...other });
    expect(differing.stdout).toContain('not the same');
    expect(callsOf('secrets.protect')).toEqual([]);
  });

  test('comes from a file that nobody else can read', async () => {
    const open = async (mode: number, text?: string) =>
      await tryCli(['secrets', 'open'], {
        ...withSecrets('present one'),
        passphraseFile: await passphraseFile(mode, text),
      });
    expect(await open(0o600)).toMatchObject({ code: 0 });
    expect(callsOf('secrets.open')).toEqual([{ passphrase: 'present one' }]);
    for (const refused of [await open(0o640), await open(0o604), await open(0o600, '\nx')])
      expect(refused).toMatchObject({ code: 2, stdout: expect.stringContaining('"usage"') });
  });

  test('is never an argument', async () => {
    for (const argv of [
      ['secrets', 'open', '--passphrase', 'hunter2'],
      ['secrets', 'protect', '--passphrase=hunter2'],
      ['secrets', 'protect', '--previous', 'hunter2'],
    ]) {
      const { code, stdout, stderr, opened } = await tryCli(argv);
      expect({ code, opened }).toEqual({ code: 2, opened: [] });
      expect(stdout + stderr).not.toContain('hunter2');
    }
    expect((await tryCli(['secrets', 'protect', '--help'])).stdout).toMatch(/BERTH_PASSPHRASE_FILE/);
  });

  test('is asked for at most three times when a remembered secret is needed, and not at all in a pipe', async () => {
    const signal = new AbortController().signal;
    const source = { signal, interrupt: () => undefined, passphraseFile: null };
    const { input, stderr, shown } = typing(['one', 'two', 'three', 'four']);
    const ask = masterPassphraseFrom({ ...source, stdin: input, stderr });
    const answers = [await ask(null), await ask('Wrong.'), await ask('Wrong.'), await ask('Wrong.')];
    expect(answers).toEqual(['one', 'two', 'three', null]);
    expect(shown().match(/Wrong\./g)).toHaveLength(3);

    const piped = { ...source, stdin: new PassThrough(), stderr };
    expect(await masterPassphraseFrom(piped)(null)).toBeNull();
    const file = await passphraseFile(0o600);
    const fromFile = masterPassphraseFrom({ ...piped, passphraseFile: file });
    expect([await fromFile(null), await fromFile('Wrong.')]).toEqual(['present one', null]);
    await chmod(file, 0o644);
    expect(await masterPassphraseFrom({ ...piped, passphraseFile: file })(null)).toBeNull();
    expect(shown()).toContain('Other users can read');
  });

  test('is not waited for when Ctrl-C is pressed', async () => {
    const abort = new AbortController();
    const { shown: _shown, ...terminal } = typing([]);
    const { code, stdout } = await tryCli(['secrets', 'open'], {
      ...withSecrets('present one'),
      ...terminal,
      signal: abort.signal,
      interrupt: () => abort.abort('SIGINT'),
    });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, error: { kind: 'cancelled' } });
  });
});

describe('--remember', () => {
  const argv = ['hosts', 'status', '--profile', 'p', '--password-stdin', '--remember'];

  test('keeps the secret under the master passphrase, and needs one', async () => {
    await tryCli(argv, { ...withSecrets('present one'), stdin: 'hunter2\n' });
    const [input] = callsOf('hosts.unlock');
    expect(input).toMatchObject({ secret: 'hunter2', isRemembered: true });
    const { code, stderr } = await tryCli(argv, { ...withSecrets(), stdin: 'hunter2\n' });
    expect({ code, calls: callsOf('hosts.unlock') }).toEqual({ code: 1, calls: [] });
    expect(stderr).toContain('berth secrets protect');
  });

  test('says so when the secret is not kept, and makes no sense alone', async () => {
    const { stderr } = await tryCli(argv, { ...withSecrets('present one'), stdin: 'hunter2\n' });
    expect(stderr).toContain('is not remembered');
    expect(await tryCli(['hosts', 'status', '--profile', 'p', '--remember'])).toMatchObject({ code: 2 });
  });
});
