import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Frame, type Page } from '@playwright/test';
import { onTestFinished } from 'vitest';
import { chromiumOptions } from '../../support/chromium.ts';

/** Starts the system's Chromium with a fresh profile. */
export function startBrowser(): Promise<Browser> {
  return chromium.launch(chromiumOptions);
}

/** A page of another origin: Berth's own under its name, an evil one under the number. */
export async function startSite(
  listener: RequestListener,
  name: 'berth.localhost' | '127.0.0.1' = '127.0.0.1',
): Promise<string> {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
  return `http://${name}:${String((server.address() as AddressInfo).port)}`;
}

/** A page that holds nothing but frames of these addresses. */
export const framingPage = (addresses: readonly string[]): RequestListener => {
  const frames = addresses.map((address) => `<iframe src="${address}" width="900" height="600"></iframe>`).join('');
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>app</title>${frames}`);
  };
};

/** The frame whose address begins like this, once it is there. */
export async function frameAt(page: Page, address: string): Promise<Frame> {
  const find = () => page.frames().find((frame) => frame.url().startsWith(address));
  const present = find();
  if (present !== undefined) return present;
  await page.waitForEvent('framenavigated', { predicate: () => find() !== undefined, timeout: 15_000 });
  const found = find();
  if (found === undefined) throw new Error(`no frame at ${address}`);
  return found;
}
