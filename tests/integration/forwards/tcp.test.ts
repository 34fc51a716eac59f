import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { Forward } from '../../../main/contract/forwards.ts';
import { context, dial, type Scene, startScene, startServer } from './scene.ts';

const tcp = { profile: 'vps', kind: 'tcp', address: null, localPort: null, repository: null } as const;

async function open(scene: Scene, port: number, part: object = {}): Promise<Forward> {
  const answer = await scene.forwards.handlers.open({ ...tcp, port, ...part }, context);
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

const echo = (socket: Socket) => void socket.pipe(socket);

describe('a port of a host on this machine', () => {
  it('carries bytes both ways with back-pressure, and an end of one direction leaves the other open', async () => {
    const scene = await startScene();
    const bytes = randomBytes(4 * 1024 * 1024);
    const sum = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    // Answers only after it has heard the end, as `sort` would.
    const port = await startServer((socket) => void buffer(socket).then((all) => socket.end(sum(all))));
    const forward = await open(scene, port);
    expect(forward).toMatchObject({ kind: 'tcp', state: 'open', origin: null, repositoryId: null, failure: null });
    expect(forward.localPort).not.toBe(port);
    const socket = dial(forward.localPort);
    socket.end(bytes);
    expect((await buffer(socket)).toString()).toBe(sum(bytes));
  });

  it('ends orderly the other way round, too: what is still said after the far end’s end arrives', async () => {
    const scene = await startScene();
    const heard = Promise.withResolvers<string>();
    const port = await startServer((socket) => {
      socket.end('over to you');
      void buffer(socket).then((all) => heard.resolve(all.toString()));
    });
    const socket = dial((await open(scene, port)).localPort);
    expect((await buffer(socket)).toString()).toBe('over to you');
    socket.end('last words');
    expect(await heard.promise).toBe('last words');
  });

  it('says so, with a free one, when its local port is taken', async () => {
    const scene = await startScene();
    const squatter = createServer().listen(0, '127.0.0.1');
    await once(squatter, 'listening');
    const { port: taken } = squatter.address() as { port: number };
    const answer = await scene.forwards.handlers.open({ ...tcp, port: 9, localPort: taken }, context);
    squatter.close();
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unavailable', stage: 'gate' } });
    if (answer.ok) throw new Error('it is open');
    expect(answer.failure.message).toBe(`Port ${taken} of this computer is taken by another program.`);
    const free = Number(/^Use port (\d+), which is free/.exec(answer.failure.nextStep)?.[1]);
    expect((await open(scene, 9, { localPort: free })).localPort).toBe(free);
    expect(await scene.told()).toHaveLength(1);
  });

  it('leaves neither loopback address of its local port to others', async () => {
    const scene = await startScene();
    const { localPort } = await open(scene, await startServer(echo));
    const socket = connect({ port: localPort ?? 0, host: '::1' });
    socket.write('by the other address');
    expect(String((await once(socket, 'data'))[0])).toBe('by the other address');
    socket.destroy();
    const squatter = createServer().listen(0, '::1');
    await once(squatter, 'listening');
    const { port: taken } = squatter.address() as { port: number };
    expect((await open(scene, taken)).localPort).not.toBe(taken);
    squatter.close();
  });

  it('survives a lost link: same port, what was cut looks cut, who comes meanwhile waits', async () => {
    const scene = await startScene();
    const port = await startServer(echo);
    const { id, localPort } = await open(scene, port);
    const before = dial(localPort);
    before.write('one');
    await once(before, 'data');
    // An orderly end would make half an answer look whole.
    const cut = expect(once(before, 'end')).rejects.toThrow('ECONNRESET');
    scene.setLink('reconnecting');
    await cut;
    expect(await scene.told()).toMatchObject([{ id, localPort, state: 'waiting' }]);
    const meanwhile = dial(localPort);
    meanwhile.write('two');
    await once(meanwhile, 'connect');
    scene.setLink('connected');
    expect(String((await once(meanwhile, 'data'))[0])).toBe('two');
    expect(await scene.told()).toMatchObject([{ id, localPort, state: 'open' }]);
  });

  it('asks the other loopback when nobody listens on the first', async () => {
    const scene = await startScene();
    const socket = dial((await open(scene, 1)).localPort);
    await expect(once(socket, 'end')).rejects.toThrow('ECONNRESET');
    expect(scene.dialled).toEqual(['127.0.0.1', '::1']);
  });

  it('is gone when it is closed', async () => {
    const scene = await startScene();
    const { id, localPort } = await open(scene, await startServer(echo));
    const socket = dial(localPort);
    socket.write('x');
    await once(socket, 'data');
    const cut = expect(once(socket, 'end')).rejects.toThrow('ECONNRESET');
    expect(await scene.forwards.handlers.close({ id }, context)).toEqual({ ok: true, value: {} });
    await cut;
    await expect(once(dial(localPort), 'connect')).rejects.toThrow('ECONNREFUSED');
    expect(await scene.told()).toEqual([]);
    expect(await scene.forwards.handlers.close({ id }, context)).toMatchObject({ ok: false });
  });
});

describe('what is remembered', () => {
  it('is there again after a restart, on the same port, and no longer once it is forgotten', async () => {
    const first = await startScene();
    const port = await startServer(echo);
    const forward = await open(first, port, { repository: 'api-1a2b3c' });
    await open(first, port + 1);
    const file = join(first.directory, 'forwards.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await first.forwards.dispose();

    const second = await startScene(first.directory);
    expect(await second.told()).toEqual([{ ...forward, state: 'open' }]);
    const socket = dial(forward.localPort);
    socket.write('again');
    expect(String((await once(socket, 'data'))[0])).toBe('again');
    const { id } = forward;
    expect(await second.forwards.handlers.remember({ id, repository: null }, context)).toMatchObject({ ok: true });
    expect(await readFile(file, 'utf8')).not.toContain('api-1a2b3c');
    expect(await second.forwards.handlers.remember({ id, repository: 'missing' }, context)).toMatchObject({
      ok: false,
      failure: { kind: 'repository-not-found' },
    });
  });

  it('says that its local port was taken meanwhile, and takes another one when it is asked', async () => {
    const first = await startScene();
    const forward = await open(first, 9, { repository: 'api' });
    await first.forwards.dispose();
    const squatter = createServer().listen(forward.localPort ?? 0, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await startScene(first.directory);
    const [told] = await second.told();
    expect(told).toMatchObject({ state: 'failed', localPort: forward.localPort, failure: { kind: 'unavailable' } });
    const again = await open(second, 9, { localPort: null });
    squatter.close();
    expect(again).toMatchObject({ id: forward.id, state: 'open', repositoryId: 'api', failure: null });
    expect(again.localPort).not.toBe(forward.localPort);
  });

  it('is not brought to another host that the profile leads to by now, and goes with its profile', async () => {
    const first = await startScene();
    await open(first, 9, { repository: 'api' });
    await first.forwards.dispose();
    const second = await startScene(first.directory);
    second.moveTo('192.0.2.99');
    expect(await second.told()).toEqual([]);
    await second.forwards.revoke('vps');
    const third = await startScene(first.directory);
    expect(await third.told()).toEqual([]);
  });

  it('is one forward however many runs of Berth wrote it down', async () => {
    const first = await startScene();
    const forward = await open(first, 9, { repository: 'api' });
    await first.forwards.dispose();
    const file = join(first.directory, 'forwards.json');
    const { version, content } = JSON.parse(await readFile(file, 'utf8')) as { version: number; content: object[] };
    await writeFile(file, JSON.stringify({ version, content: [...content, { ...content[0], id: 'other' }] }));
    const second = await startScene(first.directory);
    expect((await second.told()).map(({ id }) => id)).toEqual([forward.id]);
    await second.forwards.handlers.close({ id: forward.id }, context);
    expect(await readFile(file, 'utf8')).not.toContain('"api"');
  });

  it('does not stand in the way when its file is damaged', async () => {
    const scene = await startScene();
    await writeFile(join(scene.directory, 'forwards.json'), '{"version":1,"content":[{"port":"no"}]}');
    expect(await scene.told()).toEqual([]);
    expect((await open(scene, 9, { repository: 'api' })).repositoryId).toBe('api');
  });
});
