import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

/** What a public site answered. */
export interface PublicAnswer {
  readonly status: number;
  readonly location: string;
  readonly cookie: string;
  readonly body: string;
}

/** One question to a public address. */
export interface PublicQuestion {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as a form; makes it a POST. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Asks a box's site over the network, as a browser somewhere else would, under the name that the URL has. */
export function askPublic(host: SandboxHost, url: URL, question: PublicQuestion = {}): Promise<PublicAnswer> {
  const isTls = url.protocol === 'https:';
  const body = question.form === undefined ? '' : new URLSearchParams(question.form).toString();
  const headers = {
    host: url.host,
    ...(body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': body.length }),
    ...question.headers,
  };
  return new Promise((resolve, reject) => {
    const asked = (isTls ? tlsRequest : plainRequest)({
      host: host.ssh.host,
      port: url.port === '' ? (isTls ? 443 : 80) : Number(url.port),
      path: url.pathname + url.search,
      method: body === '' ? 'GET' : 'POST',
      headers,
      agent: false,
      ...(isTls ? { rejectUnauthorized: false, servername: url.hostname } : {}),
    });
    asked.on('error', reject);
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve({ status: answer.statusCode ?? 0, location: '', cookie: '', body: '' });
    });
    asked.on('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          location: answer.headers.location ?? '',
          cookie: (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '',
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.end(body);
  });
}

/** The headers with which a page of this origin asks for a WebSocket. */
export function webSocketHeaders(origin: string, cookie: string): Record<string, string> {
  return {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'QmVydGggcHJvYmUga2V5IQ==',
    origin,
    cookie,
  };
}
