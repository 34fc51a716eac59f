import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Result } from '../../../../main/contract/failure.ts';
import { hostStats } from '../../../../main/contract/hosts.ts';
import { instance } from '../../../../main/contract/instances.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import { createRemote } from '../../../../main/core/remote/create-remote.ts';
import { fakeHost, statsOf } from '../../../support/fake-core/fake-hosts.ts';
import { type Asked, createLyingHost } from './lying-host.ts';

const messageCount = 10_000;
/** Of what hosts said, bytes. */
const heldLimit = 128 * 1024 * 1024;
const seed = Number(process.env.BERTH_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

/** The same numbers for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const random = randomFrom(seed);
const upTo = (limit: number) => Math.floor(random() * limit);
const oneOf = <T>(...choices: [T, ...T[]]): T => choices[upTo(choices.length)] ?? choices[0];

const saved = profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' });
const stats = statsOf(fakeHost(saved), 0);
const row = {
  id: 'a-000000',
  repository: 'a',
  path: '/a',
  state: 'running',
  sinceMs: 1,
  port: 8888,
  pid: 7,
  memoryBytes: 1,
  startedAtMs: 1,
  supervision: 'marker',
  idleSeconds: null,
  restartCount: 0,
  ended: null,
};
const honest = () =>
  oneOf<unknown>(
    { ok: true, value: [row] },
    { ok: true, value: stats },
    { ok: true, value: { state: 'done', document: { ok: true, value: [row] } } },
    { ok: false, failure: { kind: 'busy', stage: 'claim', message: 'Busy.', nextStep: 'Wait.', detail: 'x' } },
    { type: 'step', stage: 'claim', state: 'started', title: 'Claiming' },
  );
const word = () =>
  oneOf('ready', 'push', 'failed', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'no-bash', '', '\0', '-1');
const bytes = (length: number) => Buffer.from(Array.from({ length }, () => upTo(256)));
const hostileText = () =>
  oneOf('\u001b]0;t\u0007', '\u202e', '\ud800', '\u0000', '\r', '\u009b31m', '…'.repeat(2_000), '{"', "'", '\u2066') +
  bytes(upTo(8)).toString('latin1');

/** Any JSON at all; with words that mean something to Berth or to JavaScript. */
function anyJson(depth: number): unknown {
  const leaf = () => oneOf<unknown>(null, true, -1, 1e308, 0.5, '', hostileText(), word(), 'x'.repeat(upTo(2_000)));
  if (depth === 0) return leaf();
  const inner = () => anyJson(upTo(depth));
  return oneOf<() => unknown>(
    leaf,
    () => Array.from({ length: upTo(6) }, inner),
    () => Object.fromEntries(Array.from({ length: upTo(6) }, () => [oneOf('ok', 'value', 'failure', word()), inner()])),
    () => ({ ok: oneOf<unknown>(true, false, 1), value: inner(), failure: inner() }),
  )();
}

/** A document with one of its values replaced by anything. */
function spoilt(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || random() < 0.2) return anyJson(2);
  const keys = Object.keys(document);
  const key = keys[upTo(keys.length)] ?? 'value';
  const copy = structuredClone(document) as Record<string, unknown>;
  copy[key] = spoilt(copy[key]);
  return copy;
}

const nested = (depth: number) => `{"ok":true,"value":${'['.repeat(depth)}${']'.repeat(depth)}}`;

/** What a host says instead of, or before, an answer. */
function message(nonce: string): string | Buffer {
  const text = JSON.stringify(honest());
  return oneOf<() => string | Buffer>(
    () => text,
    () => text.slice(0, upTo(text.length)),
    () => JSON.stringify(spoilt(honest())),
    () => JSON.stringify(spoilt(honest())),
    () => JSON.stringify(anyJson(4)),
    () => text.slice(0, upTo(text.length)) + hostileText() + text.slice(upTo(text.length)),
    () => bytes(upTo(300)),
    () => `BERTH ${nonce} ${word()} ${word()}`,
    () => `BERTH-END ${nonce} ${word()}`,
    () => (random() < 0.02 ? 'x'.repeat(5 * 1024 * 1024) : '\n'.repeat(upTo(200))),
    () => (random() < 0.02 ? nested(200_000) : nested(upTo(500))),
    () => (random() < 0.02 ? `${'y'.repeat(4 * 1024 * 1024 - 1)}\n`.repeat(3) : hostileText()),
  )();
}

function babble({ nonce, command, stdout, stderr, end }: Asked): void {
  for (let count = upTo(3); count >= 0; count -= 1) {
    said += 1;
    oneOf(stdout, stdout, stderr).write(message(nonce));
    oneOf(stdout, stderr).write(oneOf('\n', '\n', ''));
  }
  if (random() < 0.1) {
    end(oneOf({ kind: 'unknown' }, { kind: 'exited', code: upTo(256) }));
    return;
  }
  // Now and then the answer comes all the same, so that what was said before it is shown to do no harm.
  if (random() < 0.3) stdout.write(`\n${JSON.stringify({ ok: true, value: command === 'stats' ? stats : [row] })}`);
  stdout.write(`\nBERTH-END ${nonce} ${oneOf('0', '0', '0', '70', '-1', 'NaN', '')}\n`);
  stderr.write(`\nBERTH-END ${nonce}\n`);
}

function greet(asked: Asked): void {
  if (random() < 0.7) asked.stdout.write(`BERTH ${asked.nonce} ready\n`);
  else {
    babble(asked);
    asked.stdout.write(`\nBERTH ${asked.nonce} ${word()} ${word()}\n`);
    asked.end({ kind: 'exited', code: 0 });
  }
}

let said = 0;

function expectPlain(result: Result<unknown>): void {
  if (result.ok) return;
  const { message: sentence, nextStep, detail } = result.failure;
  expect(sentence.length + nextStep.length).toBeLessThan(2_000);
  expect(`${sentence}${nextStep}`).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  expect(detail ?? '').not.toMatch(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u);
  expect((detail ?? '').length).toBeLessThanOrEqual(16_384);
}

test(`${messageCount} messages that no honest host sends crash nothing and fill no memory (seed ${seed})`, async () => {
  const link = createLyingHost(greet, babble);
  const archive = { bootstrap: ':', archive: Buffer.from('scripts'), hash: 'h' };
  // Nobody is waited for: what a message leaves open is over at once, and so is the next question about it.
  const clock = { nowMs: () => Date.now(), after: (delayMs: number, action: () => void) => soon(delayMs, action) };
  const remote = createRemote(link, async () => archive, clock);
  const heldBefore = heldBytes();
  const outcomes = { ok: 0, failed: 0 };
  while (said < messageCount) {
    const result = await oneOf<() => Promise<Result<unknown>>>(
      () => remote.call('instance-list', [], z.array(instance)),
      () => remote.call('stats', [], hostStats),
      () => remote.operate('instance-start', [], z.array(instance), { timeoutMs: 50 }),
    )();
    expectPlain(result);
    outcomes[result.ok ? 'ok' : 'failed'] += 1;
    if (heldBytes() - heldBefore < heldLimit) continue;
    await expectLittleHeld(heldBefore);
  }
  remote.dispose();
  expect(outcomes.ok).toBeGreaterThan(100);
  expect(outcomes.failed).toBeGreaterThan(1_000);
}, 60_000);

test('what a host writes beside its answers is kept short, however long its lines are', async () => {
  collectGarbage();
  const heldBefore = heldBytes();
  const line = `${'y'.repeat(3 * 1024 * 1024)}\n`;
  const link = createLyingHost(
    ({ nonce, stdout }) => stdout.write(`BERTH ${nonce} ready\n`),
    ({ nonce, stdout, stderr }) => {
      for (let count = 0; count < 100; count += 1) stderr.write(line);
      stderr.write(`BERTH-END ${nonce}\n`, () => stdout.write(`{"ok":false}\nBERTH-END ${nonce} 0\n`));
    },
  );
  const clock = { nowMs: () => Date.now(), after: () => () => {} };
  const archive = { bootstrap: ':', archive: Buffer.from('scripts'), hash: 'h' };
  const remote = createRemote(link, async () => archive, clock);
  expect(await remote.call('stats', [], hostStats)).toMatchObject({ ok: false, failure: { kind: 'script-failed' } });
  await expectLittleHeld(heldBefore);
  remote.dispose();
});

/** What only waits to be collected is not held, and the memory of buffers is given back a little after that. */
async function expectLittleHeld(heldBefore: number): Promise<void> {
  const held = () => {
    collectGarbage();
    return heldBytes() - heldBefore;
  };
  await expect.poll(held, { timeout: 5_000 }).toBeLessThan(heldLimit);
}

/** Strings of Buffers may lie outside the heap. */
function heldBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Fires after the streams had their turn; a timer of the operation's own never outlives the message. */
function soon(delayMs: number, action: () => void): () => void {
  const timer = setTimeout(action, Math.min(delayMs, 5));
  return () => clearTimeout(timer);
}
