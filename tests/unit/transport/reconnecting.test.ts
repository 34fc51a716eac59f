import { beforeEach, describe, expect, test } from 'vitest';
import type { Channel } from '../../../main/transport/channel.ts';
import { ChannelClosedError } from '../../../main/transport/errors.ts';
import { memoryPair } from '../../../main/transport/memory.ts';
import { type ReconnectingClient, reconnecting } from '../../../main/transport/reconnecting.ts';
import { serve } from '../../../main/transport/serve.ts';
import { makeProbe, type ProbeContract, probeContract } from './probe-contract.ts';

describe('a reconnecting client', () => {
  let delays: number[];
  let fire: () => void;
  let servers: Channel[];
  let isServerUp: boolean;
  let dialCount: number;
  let wrapped: ReconnectingClient<ProbeContract>;
  let calledOffCount: number;

  const changed = (state: string) => expect.poll(() => wrapped.state(), { interval: 2 }).toBe(state);

  beforeEach(() => {
    delays = [];
    servers = [];
    isServerUp = true;
    dialCount = 0;
    calledOffCount = 0;
    fire = () => undefined;
    wrapped = reconnecting(probeContract, {
      async dial() {
        dialCount += 1;
        if (!isServerUp) throw new ChannelClosedError();
        const [server, client] = memoryPair();
        serve(probeContract, makeProbe().handlers, server, { onBug: () => undefined });
        servers.push(server);
        return client;
      },
      timers: {
        after(delayMs, action) {
          delays.push(delayMs);
          fire = action;
          return () => {
            calledOffCount += 1;
          };
        },
        random: () => 0.5,
      },
    });
  });

  test('answers once connected', async () => {
    await wrapped.whenConnected();
    expect(await wrapped.client.probe.add({ a: 1, b: 2 })).toMatchObject({ ok: true });
  });

  test('rejects what is in flight and what comes while it is down, then works again and says so', async () => {
    await wrapped.whenConnected();
    let reconnectCount = 0;
    wrapped.onDidReconnect(() => {
      reconnectCount += 1;
    });
    const call = expect(wrapped.client.probe.wait({})).rejects.toBeInstanceOf(ChannelClosedError);
    const item = expect(wrapped.client.probe.silent({})[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(
      ChannelClosedError,
    );
    servers[0]?.close();
    await Promise.all([call, item]);
    expect(wrapped.state()).toBe('waiting');
    await expect(wrapped.client.probe.add({ a: 1, b: 2 })).rejects.toBeInstanceOf(ChannelClosedError);
    fire();
    await wrapped.whenConnected();
    expect(reconnectCount).toBe(1);
    expect(await wrapped.client.probe.add({ a: 1, b: 2 })).toMatchObject({ ok: true });
  });

  test('backs off up to 15 s while the server is away, and starts over after a success', async () => {
    await wrapped.whenConnected();
    isServerUp = false;
    servers[0]?.close();
    await changed('waiting');
    for (let attempt = 0; attempt < 8; attempt += 1) {
      fire();
      await changed('waiting');
    }
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    isServerUp = true;
    wrapped.dialNow();
    expect(calledOffCount).toBe(1);
    await wrapped.whenConnected();
    servers[1]?.close();
    await changed('waiting');
    expect(delays.at(-1)).toBe(250);
  });

  test('after close nothing is dialled, and waiting for it rejects', async () => {
    await wrapped.whenConnected();
    wrapped.close();
    await expect(wrapped.whenConnected()).rejects.toBeInstanceOf(ChannelClosedError);
    wrapped.dialNow();
    await expect(wrapped.client.probe.add({ a: 1, b: 2 })).rejects.toBeInstanceOf(ChannelClosedError);
    expect({ dialCount, delays, state: wrapped.state() }).toEqual({ dialCount: 1, delays: [], state: 'closed' });
  });

  test('a channel that opens after the close is closed', async () => {
    const [server, client] = memoryPair();
    const dialled = Promise.withResolvers<Channel>();
    const late = reconnecting(probeContract, {
      dial: () => dialled.promise,
      timers: { after: () => () => undefined, random: () => 0 },
    });
    const waiting = expect(late.whenConnected()).rejects.toBeInstanceOf(ChannelClosedError);
    late.close();
    await waiting;
    const closed = new Promise<void>((resolve) => server.onClose(resolve));
    dialled.resolve(client);
    await closed;
  });
});
