import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import { hearOut } from '../../../main/core/gate/carrying/hear-out.ts';

/** Both ends of a connection; the far one leaves unread what it is told. */
async function startPair(): Promise<{ readonly near: Socket; readonly far: Socket }> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const far = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' }).pause();
  const [[near]] = (await Promise.all([once(server, 'connection'), once(far, 'connect')])) as [[Socket], unknown];
  onTestFinished(() => void near.destroy());
  // On loopback the far end's system has it as soon as this one's has.
  await new Promise((resolve) => near.write('not read', resolve));
  return { near, far };
}

/** All that was heard when the connection has ended, and by what it did. */
function listen(socket: Socket): Promise<{ readonly heard: string; readonly end: string }> {
  let heard = '';
  let end = 'nothing';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  socket.on('error', ({ message }) => (end = message));
  return new Promise((resolve) => socket.once('close', () => resolve({ heard, end })));
}

it('hears what was said before a cut that is met by writing, in one piece or many', async () => {
  for (const writeCount of [1, 3]) {
    const { near, far } = await startPair();
    hearOut(near, systemClock);
    const listened = listen(near);
    // With unread bytes the system resets what is closed. All in one turn: nothing is read in between.
    far.write('goodbye');
    far.destroy();
    for (let count = 0; count < writeCount; count += 1) near.write('more');
    expect(await listened).toEqual({ heard: 'goodbye', end: expect.stringMatching(/^write (ECONNRESET|EPIPE)$/) });
  }
});

it('ends by the error of the write also when nobody reads', async () => {
  const { near, far } = await startPair();
  hearOut(near, systemClock);
  const listened = listen(near);
  near.pause();
  far.write('goodbye');
  far.destroy();
  near.write('more');
  expect((await listened).end).toMatch(/^write (ECONNRESET|EPIPE)$/);
});
