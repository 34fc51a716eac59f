import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { type IncomingMessage, request as sendRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { createGate } from '../../../main/core/gate/create-gate.ts';
import type { Gate, GateEntry, GateTarget } from '../../../main/core/gate/gate.ts';
import type { Clock } from '../../../main/core/ports.ts';
import { realClock } from '../../support/fakes/clock.ts';
import { openPlainChannel } from './plain-channel.ts';

/** A gate with a store of its own, closed after the test. */
export async function startGate(options: { readonly clock?: Clock; readonly directory?: string } = {}): Promise<Gate> {
  const directory = options.directory ?? (await temporaryDirectory());
  const gate = createGate({
    storePath: join(directory, 'gate.json'),
    randomness: randomBytes,
    clock: options.clock ?? realClock,
    logger: pino({ level: 'silent' }),
  });
  onTestFinished(() => gate.close());
  return gate;
}

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'berth-gate-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** The target of an upstream that stands behind nginx. */
export function targetOf(instanceId: string, upstreamPort: number, change: Partial<GateTarget> = {}): GateTarget {
  return {
    profileId: 'vps',
    instanceId,
    place: 'me@192.0.2.1:22',
    openChannel: () => openPlainChannel(upstreamPort),
    upstreamPath: `/vscode/${instanceId}/`,
    instanceCookie: { name: `code-server-session-${instanceId}`, value: 'token' },
    folder: `/srv/${instanceId}`,
    ...change,
  };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Question {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array;
}

const portOf = (entry: GateEntry) => Number(new URL(entry.origin).port);
export const hostOf = (entry: GateEntry) => new URL(entry.origin).host;
export const cookieOf = (entry: GateEntry) => `${entry.cookie.name}=${entry.cookie.value}`;

/** The headers of a tab that was let in. */
export const insideHeaders = (entry: GateEntry) => ({ host: hostOf(entry), cookie: cookieOf(entry) });

/** Asks the gate from inside the instance's own tab, unless the headers say otherwise. */
export async function ask(entry: GateEntry, question: Question = {}): Promise<Answer> {
  const request = sendRequest({
    host: '127.0.0.1',
    port: portOf(entry),
    method: question.method ?? 'GET',
    path: question.path ?? entry.path,
    headers: question.headers ?? insideHeaders(entry),
    agent: false,
  });
  request.end(question.body);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
}

const upgradeHeaders = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
};

/** Asks for an upgrade on a raw connection; `extra` is sent right behind the head. */
export async function rawUpgrade(entry: GateEntry, path: string, headers: Record<string, string>, extra = '') {
  const socket = connect({ port: portOf(entry), host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  const lines = Object.entries({ ...upgradeHeaders, ...headers }).map(([name, value]) => `${name}: ${value}`);
  socket.write(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${extra}`);
  return socket;
}

/** The status an upgrade is answered with. */
export async function askUpgrade(entry: GateEntry, path: string, headers: Record<string, string>): Promise<number> {
  const socket = await rawUpgrade(entry, path, headers);
  const [first] = (await new Promise((resolve, reject) => {
    socket.once('data', (data: Buffer) => resolve([data]));
    socket.once('error', reject);
  })) as [Buffer];
  socket.destroy();
  return Number(first.toString('latin1').split(' ')[1]);
}

/** Waits until a condition holds; fails loudly after 5 s. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadlineMs) throw new Error(`not within 5 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
