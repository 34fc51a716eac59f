import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { openAhead } from '../../../../main/core/streams/open-ahead.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** Channels with both ends at hand, and a switch that refuses them. */
function makeWay() {
  const clock = new ManualClock();
  const farEnds: Duplex[] = [];
  const way = { refusal: null as Error | null };
  const openNext = openAhead(() => {
    if (way.refusal !== null) return Promise.reject(way.refusal);
    const [near, far] = duplexPair();
    farEnds.push(far);
    return Promise.resolve(near);
  }, clock);
  return { way, clock, farEnds, open: () => openNext(false), openFresh: () => openNext(true) };
}

const farEndOf = (farEnds: Duplex[], index: number): Duplex => {
  const far = farEnds[index];
  if (far === undefined) throw new Error(`channel ${index} was not opened`);
  return far;
};

it('Each request finds a channel that was opened before it, and its bytes go both ways', async () => {
  const { clock, farEnds, open } = makeWay();
  await open();
  await turn();
  expect(farEnds).toHaveLength(2);
  const second = await open();
  const heard: string[] = [];
  second.on('data', (bytes: Buffer) => heard.push(bytes.toString()));
  const far = farEndOf(farEnds, 1);
  far.on('data', (bytes: Buffer) => far.write(`heard ${bytes.toString()}`));
  second.write('hello');
  await expect.poll(() => heard).toEqual(['heard hello']);
  expect([farEnds.length, clock.pendingCount]).toEqual([3, 1]);
});

it('Who wants a fresh channel gets one, and the spare is left to the next', async () => {
  const { clock, farEnds, open, openFresh } = makeWay();
  const heardBy = (index: number) =>
    new Promise((resolve) => farEndOf(farEnds, index).once('data', (bytes: Buffer) => resolve(`${bytes}`)));
  await open();
  await turn();
  (await openFresh()).write('fresh');
  expect(await heardBy(2)).toBe('fresh');
  (await open()).write('next');
  expect(await heardBy(1)).toBe('next');
  await turn();
  expect([farEnds.length, clock.pendingCount]).toEqual([4, 1]);
});

it('A channel that nobody wants for two seconds is closed, and no other is opened for it', async () => {
  const { clock, farEnds, open } = makeWay();
  await open();
  await turn();
  const closed = new Promise((resolve) => farEndOf(farEnds, 1).on('end', resolve).resume());
  clock.advance(2_000);
  await closed;
  await turn();
  expect([farEnds.length, clock.pendingCount]).toEqual([2, 0]);
});

it.each([
  ['ended', (far: Duplex) => void far.end()],
  ['spoke unasked', (far: Duplex) => void far.write('408 Request Timeout')],
  ['broke', (far: Duplex) => void far.once('error', () => {}).destroy(new Error('broken'))],
])('A channel whose far end %s is not handed out', async (_what, change) => {
  const { clock, farEnds, open } = makeWay();
  await open();
  await turn();
  change(farEndOf(farEnds, 1));
  await turn();
  expect(clock.pendingCount).toBe(0);
  const channel = await open();
  channel.write('hello');
  const heard = new Promise((resolve) => farEndOf(farEnds, 2).once('data', (bytes: Buffer) => resolve(`${bytes}`)));
  expect(await heard).toBe('hello');
});

it('A refusal reaches who asks, and what could not be opened ahead is opened when it is wanted', async () => {
  const { way, farEnds, open } = makeWay();
  way.refusal = new Error('the link is down');
  await expect(open()).rejects.toThrow('the link is down');
  way.refusal = null;
  const first = open();
  way.refusal = new Error('prohibited');
  await first;
  await turn();
  await expect(open()).rejects.toThrow('prohibited');
  way.refusal = null;
  await open();
  expect(farEndOf(farEnds, 1).destroyed).toBe(false);
});
