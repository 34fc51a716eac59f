import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import type { Host } from '../../../../main/core/host.ts';
import { gateTarget, readAccess } from '../../../../main/core/instances/instance-access.ts';
import { openRouteChannel } from '../../../../main/core/instances/route-channel.ts';
import { ChannelRefusedError, type Link, LinkLostError } from '../../../../main/core/ssh/link.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

const prohibited = new ChannelRefusedError('prohibited', 'administratively prohibited: open failed');
const deaf = new ChannelRefusedError('connect-failed', 'open failed');
const socket = '/home/me/.local/share/berth/nginx/socket';

/** A link whose host answers each way in as the test says; null is a channel. */
function makeLink(tcp: Error | null, local: Error | null) {
  const asked: string[] = [];
  const answers = { tcp, local };
  const listeners: ((status: HostStatus) => void)[] = [];
  const answer = async (what: string, error: Error | null) => {
    asked.push(what);
    if (error) throw error;
    return new PassThrough();
  };
  const link: Link = {
    ...createProcessLink({}),
    forward: (host, port) => answer(`${host}:${port}`, answers.tcp),
    forwardSocket: (path) => answer(path, answers.local),
    onDidChangeStatus: (listener) => {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const tell = (state: HostStatus['state']) => {
    for (const listener of listeners) listener({ state } as HostStatus);
  };
  return { link, asked, answers, tell };
}

const ends = { port: 8887, socket };
const tcp = '127.0.0.1:8887';

test('TCP is the way where it works, and every failure of it but a prohibition is its own', async () => {
  const { link, asked, answers } = makeLink(null, null);
  await openRouteChannel(link, ends);
  answers.tcp = deaf;
  await expect(openRouteChannel(link, ends)).rejects.toBe(deaf);
  expect(asked).toEqual([tcp, tcp]);
});

test('Where TCP is prohibited the socket is the way, and TCP is asked for again with the next connection only', async () => {
  const { link, asked, answers, tell } = makeLink(prohibited, null);
  await openRouteChannel(link, ends);
  await openRouteChannel(link, ends);
  tell('connected');
  await openRouteChannel(link, ends);
  expect(asked).toEqual([tcp, socket, socket, socket]);
  answers.tcp = null;
  tell('reconnecting');
  tell('connected');
  await openRouteChannel(link, ends);
  expect(asked.slice(4)).toEqual([tcp]);
});

test('Where both are denied it stays a prohibition; what was reached before, or is lost, is another thing', async () => {
  const { link, asked, answers } = makeLink(prohibited, deaf);
  for (let i = 0; i < 2; i++) await expect(openRouteChannel(link, ends)).rejects.toBe(prohibited);
  expect(asked).toEqual([tcp, socket, socket]);
  await expect(openRouteChannel(link, { ...ends, socket: null })).rejects.toBe(prohibited);
  answers.local = new LinkLostError('gone');
  await expect(openRouteChannel(link, ends)).rejects.toBe(answers.local);
  answers.local = null;
  await openRouteChannel(link, ends);
  answers.local = deaf;
  await expect(openRouteChannel(link, ends)).rejects.toBe(deaf);
});

test.each([
  ['its socket', 8887, socket, [tcp, socket]],
  ['no socket without nginx, which is what serves it', null, socket, ['127.0.0.1:8888']],
  ['no socket from a host that names none', 8887, null, [tcp]],
  ['no socket at a path that cannot be one', 8887, 'run/socket', [tcp]],
  ['no socket at a path of more than 107 bytes', 8887, `/${'ü'.repeat(54)}`, [tcp]],
  ['no socket at a path with a line break', 8887, '/run/\nsocket', [tcp]],
])('An instance is reached over %s', async (_what, routePort, routeSocket, ways) => {
  const { link, asked } = makeLink(prohibited, null);
  const told = { id: 'web', port: 8888, token: 'a'.repeat(64), path: '/srv/web', routePort, routeSocket };
  const host: Host = {
    profile: profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' }),
    link,
    remote: {
      call: async (_verb, _args, schema) => ({ ok: true, value: schema.parse(told) }),
      operate: () => Promise.reject(new Error('not asked for')),
      dispose: () => undefined,
    },
  };
  const access = await readAccess(host, 'web');
  if (!access.ok) throw new Error(access.failure.message);
  const opened = gateTarget(host, access.value).openChannel();
  if (ways.length === 2) await opened;
  else await expect(opened).rejects.toBe(prohibited);
  expect(asked).toEqual(ways);
});
