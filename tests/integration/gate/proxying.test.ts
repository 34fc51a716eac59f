import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ask, cookieOf, hostOf, insideHeaders, rawUpgrade, startGate, targetOf, until } from './harness.ts';
import { downloadBytes, sha256, startUpstream } from './upstream.ts';

async function startScene() {
  const [upstream, gate] = await Promise.all([startUpstream('one'), startGate()]);
  gate.setFrameAncestor('http://127.0.0.1:8080');
  const entry = await gate.admit(targetOf('one', upstream.port));
  return { upstream, gate, entry };
}

describe('proxying', () => {
  it('sends the instance’s cookie and no other, keeps the upstream’s to itself, and sets the frame rule', async () => {
    const { upstream, entry } = await startScene();
    const answer = await ask(entry, {
      headers: { ...insideHeaders(entry), cookie: `a=1; ${cookieOf(entry)}`, 'x-forwarded-host': 'evil' },
    });
    expect(answer.status).toBe(200);
    expect(upstream.lastHeaders()).toMatchObject({ host: hostOf(entry), cookie: 'code-server-session-one=token' });
    expect(upstream.lastHeaders()).not.toHaveProperty('x-forwarded-host');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    expect(answer.headers).not.toHaveProperty('x-frame-options');
    expect(answer.headers['content-security-policy']).toBe("frame-ancestors 'self' http://127.0.0.1:8080");
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
  });

  it('carries 60 requests at once and 200 in a row, and leaves no channel open', async () => {
    const { upstream, entry } = await startScene();
    const parallel = await Promise.all(
      Array.from({ length: 60 }, (_, index) => ask(entry, { path: `${entry.path}small/${String(index)}` })),
    );
    expect(parallel.map((answer) => answer.body.toString())).toEqual(
      Array.from({ length: 60 }, (_, index) => `one:small/${String(index)}`),
    );
    for (let index = 0; index < 200; index += 1) {
      const answer = await ask(entry, { path: `${entry.path}small/${String(index)}` });
      expect([answer.status, answer.body.toString()]).toEqual([200, `one:small/${String(index)}`]);
    }
    expect(upstream.reached).toHaveLength(260);
    await until('all channels are closed', () => upstream.openCount() === 0);
  });

  it('carries 8 MB up and down unchanged, with and without a known length', async () => {
    const { entry } = await startScene();
    expect(sha256((await ask(entry, { path: `${entry.path}download` })).body)).toBe(sha256(downloadBytes));
    const body = randomBytes(8 * 1024 * 1024);
    const upload = { method: 'POST', path: `${entry.path}upload`, body };
    expect((await ask(entry, upload)).body.toString()).toBe(sha256(body));
    const chunked = { ...insideHeaders(entry), 'transfer-encoding': 'chunked' };
    expect((await ask(entry, { ...upload, headers: chunked })).body.toString()).toBe(sha256(body));
    const polite = { ...insideHeaders(entry), expect: '100-continue', 'content-length': String(body.length) };
    expect((await ask(entry, { ...upload, headers: polite })).body.toString()).toBe(sha256(body));
  });

  it('passes on an answer that comes before the upload is over', async () => {
    const { entry } = await startScene();
    const answer = await ask(entry, { method: 'POST', path: `${entry.path}early`, body: randomBytes(4 * 1024 * 1024) });
    expect([answer.status, answer.body.toString()]).toEqual([413, 'too large']);
  });

  it('does not pass off a broken answer as a whole one', async () => {
    const { entry } = await startScene();
    await expect(ask(entry, { path: `${entry.path}broken` })).rejects.toThrow(/aborted|ECONNRESET/);
  });

  it('closes the channel when the browser gives up', async () => {
    const { upstream, entry } = await startScene();
    const controller = new AbortController();
    const asking = request({
      host: '127.0.0.1',
      port: new URL(entry.origin).port,
      path: `${entry.path}endless`,
      headers: insideHeaders(entry),
      signal: controller.signal,
    }).end();
    const [response] = await once(asking, 'response');
    expect(response.statusCode).toBe(200);
    await until('the channel is open', () => upstream.openCount() === 1);
    response.on('error', () => undefined);
    controller.abort();
    await until('the channel is closed', () => upstream.openCount() === 0);
  });

  it('cuts what runs when the instance is revoked', async () => {
    const { upstream, gate, entry } = await startScene();
    const endless = ask(entry, { path: `${entry.path}endless` });
    const socket = await rawUpgrade(entry, `${entry.path}raw`, insideHeaders(entry));
    await once(socket, 'data');
    await until('both channels are open', () => upstream.openCount() === 2);
    gate.revoke('vps');
    await expect(endless).rejects.toThrow(/aborted|ECONNRESET/);
    await until('both channels are closed', () => upstream.openCount() === 0);
  });

  it('sends a later request to where the instance is now', async () => {
    const { upstream, gate, entry } = await startScene();
    const moved = await startUpstream('one');
    expect(await gate.admit(targetOf('one', moved.port))).toBe(entry);
    await ask(entry);
    expect([upstream.reached.length, moved.reached.length]).toEqual([0, 1]);
  });
});

describe('WebSockets', () => {
  it('carry 200 messages both ways, in order', async () => {
    const { entry } = await startScene();
    const socket = new WebSocket(`ws://127.0.0.1:${new URL(entry.origin).port}${entry.path}socket`, {
      headers: insideHeaders(entry),
    });
    const received: string[] = [];
    socket.on('message', (data: Buffer) => received.push(data.toString()));
    await once(socket, 'open');
    const sent = Array.from({ length: 200 }, (_, index) => `${String(index)}:${'x'.repeat(index * 37)}`);
    for (const message of sent) socket.send(message);
    await until('200 messages are back', () => received.length === 200);
    expect(received).toEqual(sent);
    const closed = once(socket, 'close');
    socket.close(1000);
    expect((await closed)[0]).toBe(1000);
  });

  it('lose nothing that was sent right behind the head, and pass on an end while the other way stays open', async () => {
    const { upstream, entry } = await startScene();
    const socket = await rawUpgrade(entry, `${entry.path}raw`, insideHeaders(entry), 'early ');
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
    });
    await until('the early bytes are back', () => text.includes('hello early '));
    expect(text).toMatch(/^HTTP\/1\.1 101 /);
    socket.write('late ');
    await until('the late bytes are back', () => text.endsWith('late '));
    const ended = once(socket, 'end');
    socket.end();
    await ended;
    expect(text.endsWith('late goodbye')).toBe(true);
    await until('the channel is closed', () => upstream.openCount() === 0);
  });

  it('pass on a refusal without its cookies', async () => {
    const { entry } = await startScene();
    const socket = await rawUpgrade(entry, `${entry.path}refused`, insideHeaders(entry));
    let text = '';
    socket.on('data', (data: Buffer) => {
      text += data.toString();
    });
    await once(socket, 'end');
    expect(text).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(text.toLowerCase()).not.toContain('set-cookie');
    expect(text.endsWith('\r\n\r\nno')).toBe(true);
  });
});
