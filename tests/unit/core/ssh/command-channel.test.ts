import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { expect, it } from 'vitest';
import { trackCommand, trackTerminal } from '../../../../main/core/ssh/connection/command-channel.ts';
import { terminalWindowBytes } from '../../../../main/core/ssh/connection/terminal-window.ts';

const channelWith = (more: object) =>
  Object.assign(new PassThrough(), { stderr: new PassThrough(), ...more }) as unknown as ClientChannel;

it('tells what is under way where its channel does, and works all the same where that part is gone', () => {
  const outgoing = { window: 2_000_000 };
  const { command } = trackCommand(channelWith({ outgoing }));
  outgoing.window = 1_400_000;
  expect(command.underwayBytes?.()).toBe(600_000);
  // A host may make more room than it had at first.
  outgoing.window = 3_000_000;
  expect(command.underwayBytes?.()).toBe(0);
  for (const more of [{}, { outgoing: {} }])
    expect(trackCommand(channelWith(more)).command.underwayBytes).toBeUndefined();
});

it('keeps no more of a terminal than it gave the host room for, and ends one that sends more', async () => {
  const told: number[] = [];
  const protocol = { channelWindowAdjust: (_id: number, bytes: number) => told.push(bytes) };
  const make = () => {
    const parts = { incoming: { state: 'open' }, outgoing: { id: 7 }, _client: { _protocol: protocol } };
    const channel = channelWith(parts) as unknown as PassThrough;
    return { channel, output: trackTerminal(channel as unknown as ClientChannel).command.stdout };
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const honest = make();
  honest.channel.write(Buffer.alloc(terminalWindowBytes));
  await settled();
  expect(honest.output.readableLength).toBe(terminalWindowBytes);
  honest.output.resume();
  await settled();
  expect(told).toEqual([terminalWindowBytes]);
  const greedy = make();
  for (let count = 0; count < 40; count += 1) greedy.channel.write(Buffer.alloc(16_384));
  await settled();
  let bytes = 0;
  greedy.output.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await once(greedy.output, 'end');
  expect(bytes).toBeLessThanOrEqual(terminalWindowBytes);
});
