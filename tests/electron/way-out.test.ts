import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPrivateAnswer } from '../../main/electron/safety/private-addresses.ts';
import { openWayOut, type Surroundings, type WayOut } from '../../main/electron/safety/way-out.ts';

const names: Readonly<Record<string, string>> = {
  'inside.example': '127.0.0.1',
  'mapped.example': '::ffff:10.0.0.1',
  'outside.example': '127.0.0.1',
};
const lookUp: Surroundings['lookUp'] = async (hostname) => {
  const address = names[hostname];
  if (address === undefined) throw new Error('not found');
  return [{ address, family: address.includes(':') ? 6 : 4 }];
};

/** As people have it, and one in a world where this machine's loopback is outside. */
let wayOut: WayOut;
let widerWayOut: WayOut;
let echo: Server;
const asked: IncomingHttpHeaders[] = [];
const web = createServer((request, response) => {
  asked.push(request.headers);
  if (request.url === '/odd') request.socket.end('HTTP/1.1 099 Odd\r\nContent-Length: 0\r\n\r\n');
  else if (request.url === '/switch')
    request.socket.end('HTTP/1.1 101 Other\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n');
  else request.pipe(response);
});

beforeAll(async () => {
  wayOut = await openWayOut({ lookUp, isInside: isPrivateAnswer });
  widerWayOut = await openWayOut({ lookUp, isInside: () => false });
  echo = createTcpServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  wayOut.close();
  widerWayOut.close();
  echo.close();
  web.close();
});

const portOf = (server: Server) => (server.address() as AddressInfo).port;

/** All that a way out answers to these lines, and to `more` once it has answered. */
const say = (to: WayOut, text: string, more?: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(to.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.on('data', (chunk: Buffer) => {
      if (answer === '' && more !== undefined) socket.end(more);
      answer += chunk.toString();
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', reject);
  });
const statusOf = async (to: WayOut, text: string) => (await say(to, text)).split(' ', 2)[1];
const get = (url: string, host = 'x') => `GET ${url} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;

describe('the way out of this machine', () => {
  it.each([
    '127.0.0.1',
    'localhost',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '2130706433',
    '0',
    '10.0.0.1',
    'router',
    'inside.example',
    'mapped.example',
    'nowhere.example',
  ])('does not lead to %s: no tunnel, no request', async (host) => {
    const before = asked.length;
    const at = `${host}:${portOf(web)}`;
    expect(await statusOf(wayOut, `CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`)).toBe('403');
    expect(['403', '502']).toContain(await statusOf(wayOut, get(`http://${at}/`, at)));
    expect(asked.length).toBe(before);
  });

  it('is no server of its own, and no proxy for other schemes', async () => {
    for (const address of ['/', 'https://outside.example/', 'file:///etc/passwd', '*']) {
      expect([address, await statusOf(widerWayOut, get(address))]).toEqual([address, '403']);
    }
    expect(await statusOf(widerWayOut, 'CONNECT :0/x HTTP/1.1\r\nHost: x\r\n\r\n')).toBe('403');
  });

  it('leads outside, both ways and to the end', async () => {
    const at = `outside.example:${portOf(echo)}`;
    const answer = await say(widerWayOut, `CONNECT ${at} HTTP/1.1\r\nHost: ${at}\r\n\r\n`, 'there and back');
    expect(answer).toBe('HTTP/1.1 200 Connection established\r\n\r\nthere and back');
  });

  it('passes a request on as its page sent it, without what was meant for the proxy', async () => {
    const at = `outside.example:${portOf(web)}`;
    const headers = `Host: ${at}\r\nProxy-Connection: keep-alive\r\nX-Own: 1\r\nContent-Length: 4\r\nConnection: close`;
    const answer = await say(widerWayOut, `POST http://${at}/path?x=1 HTTP/1.1\r\n${headers}\r\n\r\nbody`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain('body');
    expect(asked.at(-1)).toMatchObject({ host: at, 'x-own': '1' });
    expect(asked.at(-1)).not.toHaveProperty('proxy-connection');
  });

  it('outlives what nobody may answer', async () => {
    for (const path of ['odd', 'switch']) {
      const at = `outside.example:${portOf(web)}`;
      expect(await statusOf(widerWayOut, get(`http://${at}/${path}`, at))).toBe('502');
    }
  });
});
