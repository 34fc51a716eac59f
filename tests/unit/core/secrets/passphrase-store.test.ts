import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { deriveKeys } from '../../../../main/core/secrets/derive-keys.ts';
import { PassphraseStore } from '../../../../main/core/secrets/passphrase-store.ts';
import { withSum } from '../../../../main/core/secrets/secret-file.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

const passphrase = 'correct horse battery staple';
const secret = 'hunter2-canary';
let root: string;
let clock: ManualClock;
/** A folder whose file holds the secrets a and b; deriving keys is slow on purpose, so it is made once. */
let prepared: string;
let directory: string;
let count = 0;
const file = () => path.join(directory, 'secrets.json');
const store = () => new PassphraseStore({ file: file(), clock });
const openStore = async (words = passphrase) => {
  const opened = store();
  expect(await opened.open(words)).toEqual({ ok: true, value: null });
  return opened;
};
const toldBy = async (asked: ReturnType<PassphraseStore['read']>) => {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
};
interface FileShape {
  version: number;
  content: Parameters<typeof withSum>[0] & { sum: string };
}
const readShape = async () => JSON.parse(await readFile(file(), 'utf8')) as FileShape;
const filesIn = async (folder: string) =>
  (await Promise.all((await readdir(folder)).map((name) => readFile(path.join(folder, name), 'utf8')))).join('\n');

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'berth-passphrase-'));
  clock = new ManualClock();
  prepared = directory = path.join(root, 'prepared');
  const made = store();
  await made.protect(passphrase, null);
  await made.write('host/root@192.0.2.7:22/password', secret);
  await made.write('b', 'second');
  made.lock();
});
afterAll(() => rm(root, { recursive: true }));
beforeEach(async () => {
  directory = path.join(root, String(count++));
  await cp(prepared, directory, { recursive: true });
});

/** Some derivations of keys in a row, on a machine that does much else. */
const timeout = 20_000;

describe('secrets under a master passphrase', { timeout }, () => {
  it('are read when open, by other processes too, and not while locked', async () => {
    const first = await openStore();
    expect(await toldBy(first.read('host/root@192.0.2.7:22/password'))).toBe(secret);
    const second = await openStore();
    await first.write('c', 'third');
    expect(await toldBy(second.read('c'))).toBe('third');
    second.lock();
    expect(await toldBy(second.read('c'))).toBeNull();
    expect(await second.status()).toEqual({ ok: true, value: { isSet: true, isLocked: true, count: 3 } });
    expect(await second.write('d', 'x')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('leave nothing readable on disk, no name and no length either', async () => {
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const text = await filesIn(directory);
    for (const canary of [secret, Buffer.from(secret).toString('base64').slice(0, -4), 'root@', '192.0.2.7', 'second'])
      expect(text).not.toContain(canary);
    const sizes = Object.values((await readShape()).content.entries).map((entry) => entry.length);
    expect(new Set(sizes).size).toBe(1);
  });

  it('are gone from every file when they are removed', async () => {
    const opened = await openStore();
    const [before] = Object.values((await readShape()).content.entries);
    await opened.remove('host/root@192.0.2.7:22/password');
    expect(await filesIn(directory)).not.toContain(before);
    await opened.forgetAll();
    expect(await readdir(directory)).toEqual([]);
    expect(await opened.status()).toEqual({ ok: true, value: { isSet: false, isLocked: false, count: 0 } });
  });

  it('stay when the passphrase is replaced, which only the present one can do, and other copies are locked out', async () => {
    const other = await openStore();
    const opened = store();
    expect(await opened.protect('new passphrase', null)).toMatchObject({ failure: { kind: 'auth-failed' } });
    expect(await opened.protect('new passphrase', 'wrong one')).toMatchObject({ failure: { kind: 'auth-failed' } });
    const before = await readShape();
    expect(await opened.protect('new passphrase', passphrase)).toEqual({ ok: true, value: null });
    const after = await readShape();
    expect(after.content.salt).not.toBe(before.content.salt);
    expect(Object.keys(after.content.entries)).not.toEqual(Object.keys(before.content.entries));
    expect(await toldBy(opened.read('b'))).toBe('second');
    expect(await filesIn(directory)).not.toContain(before.content.salt);
    // With the keys of before, it would write what nobody can read.
    expect(await other.write('c', 'third')).toMatchObject({ failure: { kind: 'unavailable' } });
    expect(await other.status()).toMatchObject({ value: { isLocked: true, count: 2 } });
    expect(await toldBy(other.read('b'))).toBeNull();
    expect(await other.open(passphrase)).toMatchObject({ failure: { kind: 'auth-failed' } });
  });

  it('are all kept when several processes write at once', async () => {
    const [one, other] = await Promise.all([openStore(), openStore()]);
    const names = Array.from({ length: 16 }, (_, index) => `n${index}`);
    await Promise.all(names.map((name, index) => (index % 2 === 0 ? one : other).write(name, `s${index}`)));
    for (const [index, name] of names.entries()) expect(await toldBy(one.read(name))).toBe(`s${index}`);
  });

  it('are guarded against guessing: the sixth try in a row waits, even with the right passphrase', async () => {
    const opened = store();
    for (let tries = 0; tries < 5; tries++) {
      expect(await opened.open(`wrong ${tries}`)).toMatchObject({ failure: { kind: 'auth-failed' } });
    }
    expect(await opened.open(passphrase)).toMatchObject({
      failure: { kind: 'auth-failed', message: expect.stringContaining('in 1 s') },
    });
    clock.advance(1_000);
    expect(await opened.open(passphrase)).toMatchObject({ ok: true });
  });
});

describe('a damaged file of secrets', { timeout }, () => {
  const change = async (edit: (content: FileShape['content']) => void, isSumTrue: boolean) => {
    const shape = await readShape();
    edit(shape.content);
    const content = isSumTrue ? withSum(shape.content) : shape.content;
    await writeFile(file(), JSON.stringify({ ...shape, content }));
  };
  /** Another byte at a place of a base64 text. */
  const tampered = (text: string, at: number) => {
    const bytes = Buffer.from(text, 'base64');
    bytes.writeUInt8((bytes.at(at) ?? 0) ^ 1, at < 0 ? bytes.length + at : at);
    return bytes.toString('base64');
  };
  const asides = async () => (await readdir(directory)).filter((name) => name.includes('damaged'));

  it.each([
    ['the salt', (content: FileShape['content']) => Object.assign(content, { salt: tampered(content.salt, 0) })],
    [
      'the verifier',
      (content: FileShape['content']) => Object.assign(content, { verifier: tampered(content.verifier, 30) }),
    ],
    [
      'an entry',
      (content: FileShape['content']) => {
        for (const id of Object.keys(content.entries)) content.entries[id] = tampered(content.entries[id] ?? '', 40);
      },
    ],
    ['the sum', (content: FileShape['content']) => Object.assign(content, { sum: `0${content.sum.slice(1)}x` })],
    ['the cost', (content: FileShape['content']) => Object.assign(content.scrypt, { N: 2 })],
  ])('is told by its sum, kept aside and read from its copy: a byte of %s', async (_what, edit) => {
    const whole = await readShape();
    await change(edit, false);
    expect(await store().status()).toMatchObject({ ok: true, value: { isSet: true, count: 2 } });
    expect(await readShape()).toEqual(whole);
    expect(await asides()).toHaveLength(1);
  });

  it('gives no secret of which a byte was changed by somebody, wherever it is, and the others as before', async () => {
    const opened = await openStore();
    const before = await readShape();
    await opened.write('c', 'third');
    const after = await readShape();
    const id = Object.keys(after.content.entries).find((key) => !(key in before.content.entries)) ?? '';
    const whole = after.content.entries[id] ?? '';
    const [nonce, tag, body, end] = [0, 12, 28, -1];
    for (const at of [nonce, tag, body, end]) {
      await change((content) => Object.assign(content.entries, { [id]: tampered(whole, at) }), true);
      expect(await toldBy(opened.read('c'))).toBeNull();
      expect(await toldBy(opened.read('b'))).toBe('second');
    }
    await change((content) => Object.assign(content.entries, { [id]: whole }), true);
    expect(await toldBy(opened.read('c'))).toBe('third');
  });

  it('gives no secret that was moved under another name', async () => {
    const opened = await openStore();
    await change((content) => {
      const [[one, first] = ['', ''], [other, second] = ['', '']] = Object.entries(content.entries);
      Object.assign(content.entries, { [one]: second, [other]: first });
    }, true);
    expect(await toldBy(opened.read('b'))).toBeNull();
    expect(await toldBy(opened.read('host/root@192.0.2.7:22/password'))).toBeNull();
  });

  it('without a copy is told once; then secrets are asked for again, and the file lies beside', async () => {
    await rm(`${file()}.bak`);
    await writeFile(file(), (await readFile(file(), 'utf8')).slice(0, 400));
    const opened = store();
    expect(await opened.read('b')).toMatchObject({ ok: false, failure: { kind: 'store-unreadable' } });
    expect(await toldBy(opened.read('b'))).toBeNull();
    expect(await asides()).toHaveLength(1);
    expect(await opened.protect('another one', null)).toMatchObject({ ok: true });
    await opened.forgetAll();
    expect(await readdir(directory)).toEqual([]);
  });

  it('of a newer version is left alone', async () => {
    const text = JSON.stringify({ version: 2, content: 'of tomorrow' });
    await writeFile(file(), text);
    const opened = store();
    for (const answer of [
      await opened.read('b'),
      await opened.open(passphrase),
      await opened.protect('12345678', null),
    ])
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'store-unreadable' } });
    expect(await readFile(file(), 'utf8')).toBe(text);
  });
});

it('a passphrase is the same one whatever keyboard composed it', { timeout }, async () => {
  const [one, other] = await Promise.all(
    ['Gr\u00fc\u00dfe', 'Gru\u0308\u00dfe'].map((words) => deriveKeys(words, Buffer.alloc(16))),
  );
  expect(one).toEqual(other);
});

it('the format of version 1 does not change', { timeout }, async () => {
  directory = path.join(root, 'known');
  let next = 0;
  const made = new PassphraseStore({
    file: file(),
    clock,
    randomness: (size) => Buffer.from(Array.from({ length: size }, () => next++)),
  });
  await made.protect(passphrase, null);
  await made.write('p/me@192.0.2.1:22/password', 'hunter2');
  expect(await readShape()).toEqual({
    version: 1,
    content: {
      scrypt: { N: 32768, r: 8, p: 3 },
      salt: 'AAECAwQFBgcICQoLDA0ODw==',
      verifier:
        'EBESExQVFhcYGRobf1+GAcD17iLvJOgMpeLcqMX6TMCmfEhu2oLKsRg7LWgNCG1q43KGqNPBnj13c/+qfumJWgLcQ2wJj+zFyuPp8K+0hxPtfTLfGM9X2Mqj9W7wKY16MddJuM+5SiLrCdlSB7Pd1Eg2njreZo39s3Izv0dRp/+0qFiNhNrBgkpMEG4j2E1XqwwbQyjkRsLkS4FxBcC2PIcrSNNwHNu4NKmjA+uh2MCDv2aQFnnsIrX6o0ypjh71s3aXaynrrMq9cOFXFFgpK7hw7gQhuXnXH4fnDew5RaP/L7i6cGfB4KjsiorFr2U7o87l+yrNUKslxTATBYCRm07MWYOYzO/zPLQTzq0nXDIjd66wVPmkywwqJDA=',
      entries: {
        '97b76d20faea257bb4d7d2416ca6db8d11dc29124cbcdb051d80e4834493e796':
          'HB0eHyAhIiMkJSYnYmjIgexX49gq6qSdjftcEcM5tF32ToK1eGVP1uwMGiKISx5zImH/Oxbhb/ujia8/D9569ZFgIVsUq9dZSD9ew9IeIBHelBDXqzEJvWPJLkr8mZ/0lF82hINE/rsWM6oTe6efM7N0oAgQ1eupe0fdFh5+Pd5CX+9rWhHQvTpcdGio+1qF5vdxd3lLR4zxJuhiWEMLjuhFfGcOW+Ctlaamh7jCQRT7adPbx2idVhfrxKbj2dCecimOB5dQNpVaLTgzgywYpw/LqEqsMQVT7ciSEqbHuV/Cm51zzS5qPA5D89OYVvyETuOtbZovgqrNDX7JExBolh5D/1FcqbTL4+E+2CKpa5dBdMl87DP7fUoFpps=',
      },
      sum: '912038e9eae6020e27ab8097541137528f419c6fdf71521193720480a90e6984',
    },
  });
});
