import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Client } from '../../../main/contract/define.ts';
import type { Channel } from '../../../main/transport/channel.ts';
import { connect } from '../../../main/transport/connect.ts';
import { ChannelClosedError, RemoteError } from '../../../main/transport/errors.ts';
import { type BugReport, serve } from '../../../main/transport/serve.ts';
import { STREAM_WINDOW } from '../../../main/transport/wire.ts';
import { collect, makeProbe, type Probe, type ProbeContract, probeContract } from './probe-contract.ts';

/** A pair of channels and how to get rid of what carries them. */
export interface ChannelPair {
  readonly server: Channel;
  readonly client: Channel;
  readonly dispose: () => Promise<void>;
}

const until = (isSo: () => boolean) => expect.poll(isSo, { timeout: 5000, interval: 5 }).toBe(true);

/** What every channel must do; run once per kind. */
export function channelSuite(name: string, makePair: () => Promise<ChannelPair>): void {
  describe(`serve and connect over ${name}`, () => {
    let pair: ChannelPair;
    let probe: Probe;
    let client: Client<ProbeContract>;
    let bugs: BugReport[];

    beforeEach(async () => {
      pair = await makePair();
      probe = makeProbe();
      bugs = [];
      serve(probeContract, probe.handlers, pair.server, { onBug: (bug) => bugs.push(bug) });
      client = connect(probeContract, pair.client);
    });
    afterEach(() => pair.dispose());

    const codeOf = (promise: Promise<unknown>) =>
      promise.then(
        () => 'no error',
        (error: unknown) => (error instanceof RemoteError ? error.code : error),
      );

    test('answers a call, without the keys that the contract does not name', async () => {
      expect(await client.probe.add({ a: 2, b: 3 })).toEqual({ ok: true, value: { sum: 5 } });
    });

    test('carries a typed failure as data', async () => {
      const result = await client.probe.add({ a: 13, b: 0 });
      expect(result).toMatchObject({
        ok: false,
        failure: { kind: 'busy', stage: 'claim', message: 'Thirteen is taken.' },
      });
    });

    test('answers an invalid input with a sentence that names the field', async () => {
      const result = await client.probe.add({ a: 'x' as unknown as number, b: 1 });
      expect(result).toMatchObject({
        ok: false,
        failure: { kind: 'invalid-input', stage: 'input', message: '"a" must be of type number.' },
      });
      expect(await client.probe.add({ a: 1, b: 500 })).toMatchObject({
        failure: { message: 'B must not be above 100.' },
      });
      expect(bugs).toEqual([]);
    });

    test('an invalid input of an operation is its failed item, of another stream an error', async () => {
      const items = await collect(client.probe.build({ steps: -1 }));
      expect(items).toMatchObject([{ type: 'failed', failure: { kind: 'invalid-input', stage: 'input' } }]);
      expect(await codeOf(collect(client.probe.count({ to: -1 })))).toBe('invalid-input');
    });

    test.each([
      'probe.nothing',
      'nothing.add',
      '__proto__.constructor',
      'probe.constructor',
      'probe.__proto__',
      'add',
      '',
    ])('refuses the unknown method "%s"', async (method) => {
      const answer = Promise.withResolvers<unknown>();
      pair.client.onMessage((message) => answer.resolve(message));
      pair.client.send({ type: 'request', id: 7, method, input: {} });
      expect(await answer.promise).toMatchObject({ type: 'error', id: 7, code: 'unknown-method' });
    });

    test('streams every item in order and ends', async () => {
      const items = await collect(client.probe.count({ to: 300 }));
      expect(items).toEqual(Array.from({ length: 300 }, (_, index) => ({ index })));
      expect(probe.streamEnd()).toBe('finished');
    });

    test('an idle consumer stops the producer at the window', async () => {
      const iterator = client.probe.count({ to: 2000 })[Symbol.asyncIterator]();
      await iterator.next();
      await until(() => probe.producedCount() === STREAM_WINDOW);
      // A round trip later nothing more was produced.
      await client.probe.add({ a: 1, b: 1 });
      await client.probe.add({ a: 1, b: 1 });
      expect(probe.producedCount()).toBe(STREAM_WINDOW);
      await iterator.return?.();
      await until(() => probe.streamEnd() === 'aborted');
    });

    test('of large items fewer are on their way, and all of them arrive', async () => {
      const iterator = client.probe.countLarge({ to: 100 })[Symbol.asyncIterator]();
      await iterator.next();
      await until(() => probe.producedCount() === 3);
      await client.probe.add({ a: 1, b: 1 });
      expect(probe.producedCount()).toBe(3);
      const rest = await collect({ [Symbol.asyncIterator]: () => iterator });
      expect(rest.map(({ index }) => index)).toEqual(Array.from({ length: 99 }, (_, at) => at + 1));
      await until(() => probe.streamEnd() === 'finished');
    });

    test('a signal cancels a stream: the consumer gets its reason, the producer ends', async () => {
      const abort = new AbortController();
      const seen: number[] = [];
      const reading = (async () => {
        for await (const { index } of client.probe.count({ to: 100_000 }, { signal: abort.signal })) {
          seen.push(index);
          if (index === 20) abort.abort(new Error('enough'));
        }
      })();
      await expect(reading).rejects.toThrow('enough');
      expect(seen).toHaveLength(21);
      await until(() => probe.streamEnd() === 'aborted');
      expect(probe.producedCount()).toBeLessThanOrEqual(21 + STREAM_WINDOW);
    });

    test('break ends the producer, also one that has nothing to say', async () => {
      for await (const item of client.probe.count({ to: 100_000 })) if (item.index === 5) break;
      await until(() => probe.streamEnd() === 'aborted');
      const silent = client.probe.silent({})[Symbol.asyncIterator]();
      const pending = silent.next();
      await until(() => probe.isSilentRunning());
      await silent.return?.();
      expect(await pending).toEqual({ done: true, value: undefined });
      await until(() => !probe.isSilentRunning());
    });

    test('a signal cancels a call and its handler', async () => {
      const abort = new AbortController();
      const waiting = client.probe.wait({}, { signal: abort.signal });
      await until(() => probe.waitingCount() === 1);
      abort.abort(new Error('never mind'));
      await expect(waiting).rejects.toThrow('never mind');
      await until(() => probe.waitingCount() === 0);
      await expect(client.probe.wait({}, { signal: abort.signal })).rejects.toThrow('never mind');
      expect(bugs).toEqual([]);
    });

    test.each(['client', 'server'] as const)('a channel closed by the %s half-way ends everything', async (side) => {
      const call = client.probe.wait({});
      const stream = client.probe.silent({})[Symbol.asyncIterator]();
      const item = stream.next();
      const outcomes = Promise.allSettled([call, item]);
      await until(() => probe.waitingCount() === 1 && probe.isSilentRunning());
      pair[side].close();
      for (const outcome of await outcomes) {
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(ChannelClosedError) });
      }
      await until(() => probe.waitingCount() === 0 && !probe.isSilentRunning());
      await expect(client.probe.add({ a: 1, b: 1 })).rejects.toBeInstanceOf(ChannelClosedError);
      await expect(collect(client.probe.count({ to: 1 }))).rejects.toBeInstanceOf(ChannelClosedError);
      expect(bugs).toEqual([]);
    });

    test('bytes stay bytes: 16 MiB in a stream, and inside inputs and results', async () => {
      const sizeBytes = 16 * 1024 * 1024;
      let received = 0;
      let isIntact = true;
      for await (const chunk of client.probe.bytes({ sizeBytes, chunkBytes: 256 * 1024 })) {
        isIntact &&= chunk instanceof Uint8Array;
        for (let index = 0; index < chunk.length; index += 1) isIntact &&= chunk[index] === (received + index) % 251;
        received += chunk.length;
      }
      expect({ received, isIntact }).toEqual({ received: sizeBytes, isIntact: true });
      const data = Uint8Array.from({ length: 1000 }, (_, index) => index % 256);
      const echoed = await client.probe.echo({ name: 'ü', parts: [data, new Uint8Array(0)] });
      expect(echoed).toEqual({ ok: true, value: { name: 'ü', parts: [data, new Uint8Array(0)] } });
    });

    test('200 calls at once each get their own answer', async () => {
      const results = await Promise.all(
        Array.from({ length: 200 }, (_, index) => client.probe.add({ a: index + 1000, b: index % 100 })),
      );
      expect(results.map((result) => (result.ok ? result.value.sum : null))).toEqual(
        Array.from({ length: 200 }, (_, index) => index + 1000 + (index % 100)),
      );
    });

    test.each([
      ['throws', 'internal'],
      ['throws at once', 'internal'],
      ['answers the wrong form', 'invalid-output'],
      ['fails in an unlisted way', 'internal'],
      ['fails in the wrong form', 'invalid-output'],
    ] as const)('a handler that %s crosses as %s, without its words', async (how, code) => {
      const error = await client.probe.misbehave({ how }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(RemoteError);
      expect(error).toMatchObject({ code });
      expect(JSON.stringify([error, String(error)])).not.toMatch(/secret|\.ts/);
      expect(bugs).toMatchObject([{ method: 'probe.misbehave', code, error: expect.any(Error) }]);
      expect(await client.probe.add({ a: 1, b: 1 })).toMatchObject({ ok: true });
    });

    test('a stream that throws or yields the wrong form ends with an error after its good items', async () => {
      for (const [how, code] of [
        ['throw', 'internal'],
        ['wrong', 'invalid-output'],
      ] as const) {
        const seen: unknown[] = [];
        const reading = (async () => {
          for await (const item of client.probe.faulty({ how })) seen.push(item);
        })();
        expect(await codeOf(reading)).toBe(code);
        expect(seen).toEqual([{ index: 0 }]);
      }
      expect(bugs.map((bug) => bug.code)).toEqual(['internal', 'invalid-output']);
    });

    test('a live id used twice closes the channel', async () => {
      const closed = Promise.withResolvers<void>();
      pair.client.onClose(() => closed.resolve());
      pair.client.send({ type: 'request', id: 900, method: 'probe.wait', input: {} });
      pair.client.send({ type: 'request', id: 900, method: 'probe.wait', input: {} });
      await closed.promise;
    });
  });
}
