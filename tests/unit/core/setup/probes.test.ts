import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { probeForwarding } from '../../../../main/core/setup/doctor/probes.ts';
import { ChannelRefusedError } from '../../../../main/core/ssh/link.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

const never = new AbortController().signal;

it('tells what a host forwards to, and of one that does not say that it is not known', async () => {
  const forbidden = new ChannelRefusedError('prohibited', 'no');
  const link = { ...createProcessLink({}), forward: (_host: string, port: number) => answer(port) };
  let answer = (port: number): Promise<PassThrough> =>
    port === 1 ? Promise.reject(forbidden) : Promise.resolve(new PassThrough());
  const clock = new ManualClock();
  expect(await probeForwarding(link, clock, never, 8888)).toBe('own-ports');
  expect(clock.pendingCount).toBe(0);

  const late = Promise.withResolvers<PassThrough>();
  answer = () => late.promise;
  const probing = probeForwarding(link, clock, never, 8888);
  clock.advance(10_000);
  expect(await probing).toBe('unknown');
  // What comes after all is closed, and not kept for nobody.
  const stream = new PassThrough();
  late.resolve(stream);
  await new Promise((resolve) => stream.once('close', resolve));
});
