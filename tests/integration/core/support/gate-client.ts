import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import type { TestCore } from '../../../support/app/test-core.ts';
import { profile } from './stage.ts';

/** What the gate answered. */
export interface GateAnswer {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

/** Asks the gate as a browser's own page would; `*.localhost` is always this machine. */
export function askGate(origin: string, path: string, headers: Record<string, string>): Promise<GateAnswer> {
  const url = new URL(path, origin);
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: url.port, path: url.pathname + url.search, headers: { host: url.host, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            location: String(answer.headers.location),
            body: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** Opens a repository and asks for its workbench as the tab does, redirects included; returns the last status. */
export async function askWorkbench(app: TestCore, repository: string): Promise<number> {
  const opened = await app.client.instances.open({ profile, repository });
  if (!opened.ok) throw new Error(`${opened.failure.stage}: ${opened.failure.message}`);
  const { origin, instanceId } = opened.value;
  const entry = app.core.gate.find(profile, instanceId);
  const cookie = `${entry?.cookie.name}=${entry?.cookie.value}`;
  let path = `/vscode/${instanceId}/`;
  for (let hops = 0; hops < 5; hops += 1) {
    const answer = await askGate(origin, path, { cookie });
    if (answer.status !== 302) return answer.body.includes('workbench') ? answer.status : 0;
    path = new URL(answer.location, origin + path).toString().slice(origin.length);
  }
  return 302;
}

/** Opens a WebSocket to VS Code as its page does; resolves when it is up. */
export async function openSocket(app: TestCore, repository: string): Promise<Duplex> {
  const opened = await app.client.instances.open({ profile, repository });
  if (!opened.ok) throw new Error(`${opened.failure.stage}: ${opened.failure.message}`);
  const { origin, instanceId } = opened.value;
  const entry = app.core.gate.find(profile, instanceId);
  const url = new URL(`/vscode/${instanceId}/?reconnectionToken=${randomUUID()}&reconnection=false`, origin);
  const headers = {
    host: url.host,
    origin,
    cookie: `${entry?.cookie.name}=${entry?.cookie.value}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'QmVydGggcHJvYmUga2V5IQ==',
  };
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: url.port, path: url.pathname + url.search, headers });
    asked.on('upgrade', (_answer, socket) => resolve(socket.on('error', () => socket.destroy()).resume()));
    asked.on('response', (answer) => reject(new Error(`the WebSocket was answered with ${answer.statusCode}`)));
    asked.on('error', reject);
    asked.end();
  });
}

/** Asks through an open WebSocket whether VS Code is still at its other end: it answers a ping by a pong with the same bytes. */
export function ping(socket: Duplex): Promise<void> {
  const said = Buffer.from('still there');
  const mask = Buffer.from([1, 2, 3, 4]);
  const masked = said.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return new Promise((resolve, reject) => {
    const heard: Buffer[] = [];
    const hear = (chunk: Buffer) => {
      heard.push(chunk);
      if (!Buffer.concat(heard).includes(Buffer.concat([Buffer.from([0x8a, said.length]), said]))) return;
      socket.off('data', hear);
      resolve();
    };
    socket.on('data', hear).once('close', () => reject(new Error('the WebSocket was closed')));
    socket.write(Buffer.concat([Buffer.from([0x89, 0x80 | said.length]), mask, masked]));
  });
}
