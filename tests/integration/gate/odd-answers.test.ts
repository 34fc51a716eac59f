import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { ask, startGate, targetOf, until } from './harness.ts';

const prefix = '/vscode/one/';

/** What a far end says that means harm, or knows no better, by the path it is asked for. */
const answers: Readonly<Record<string, string>> = {
  marks: 'HTTP/1.1 200 O\u0001K\r\nContent-Length: 2\r\n\r\nno',
  low: 'HTTP/1.1 099 Low\r\nContent-Length: 2\r\n\r\nno',
  switch: 'HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n',
  twice: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  lengths: 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nno',
  folded: 'HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\nContent-Length: 2\r\n\r\nno',
  long: `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(1024 * 1024)}`,
  banner: 'SSH-2.0-OpenSSH_9.9\r\n',
};

it('outlives whatever a far end answers, and says that it gave no answer', async () => {
  let openCount = 0;
  const server = createServer((socket) => {
    openCount += 1;
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      openCount -= 1;
    });
    socket.once('data', (data) => {
      const path = data.toString('latin1').split(' ')[1]?.slice(prefix.length) ?? '';
      socket.write(answers[path] ?? 'HTTP/1.1 200 OK\r\n__proto__: x\r\nContent-Length: 4\r\n\r\nfine', 'latin1');
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const gate = await startGate();
  const entry = await gate.admit(targetOf('one', (server.address() as AddressInfo).port));
  for (const path of Object.keys(answers)) {
    expect((await ask(entry, { path: prefix + path })).status, path).toBe(502);
  }
  expect((await ask(entry, { path: `${prefix}fine` })).body.toString()).toBe('fine');
  await until('all channels are closed', () => openCount === 0);
});
