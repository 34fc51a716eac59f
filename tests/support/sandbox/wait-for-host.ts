import { request } from 'node:http';
import { connect } from 'node:net';
import { poll } from './poll.ts';

const attemptMs = 2_000;

/** Resolves once an SSH server greets on this port. */
export async function answersSsh(host: string, port: number): Promise<void> {
  await poll(`an SSH greeting from ${host}:${port}`, () => greets(host, port));
}

/** Resolves once a web server answers anything on this port. */
export async function answersHttp(host: string, port: number): Promise<void> {
  await poll(`an HTTP answer from ${host}:${port}`, () => responds(host, port));
}

function greets(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: attemptMs });
    const settle = (isGreeting: boolean) => {
      socket.destroy();
      resolve(isGreeting);
    };
    socket.once('data', (data) => settle(data.toString('latin1').startsWith('SSH-2.0-')));
    socket.once('timeout', () => settle(false));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}

function responds(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const query = request({ host, port, path: '/', timeout: attemptMs, agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    query.once('timeout', () => query.destroy());
    query.once('error', () => resolve(false));
    query.end();
  });
}
