import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { frameAt, framingPage, startBrowser, startSite } from './browser.ts';
import { makeRepository, type RunningCodeServer, startCodeServer } from './code-server.ts';
import { startGate, targetOf } from './harness.ts';

const buildTimeoutMs = 300_000;
let browser: Browser;
let home: string;
let codeServer: RunningCodeServer;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'b-'));
  await makeRepository(join(home, 'my repository'));
  [browser, codeServer] = await Promise.all([startBrowser(), startCodeServer(home)]);
}, buildTimeoutMs);

afterAll(async () => {
  await browser.close();
  await codeServer.stop();
  await rm(home, { recursive: true, force: true });
});

/** What went wrong on a page that is ours to answer for: refusals and server errors. */
function watch(page: Page): string[] {
  const troubles: string[] = [];
  page.context().on('response', (response) => {
    if (response.status() === 403 || response.status() >= 500)
      troubles.push(`${String(response.status())} ${response.url()}`);
  });
  page.on('console', (message) => {
    if (/Content Security Policy|Cross-Origin|frame-ancestors/i.test(message.text())) troubles.push(message.text());
  });
  return troubles;
}

describe('a real code-server through the gate', () => {
  it('opens its folder in a frame of the app’s page; explorer, Markdown preview and its picture are there', async () => {
    const gate = await startGate();
    const entry = await gate.admit(
      targetOf('demo', codeServer.port, {
        upstreamPath: '/',
        instanceCookie: codeServer.cookie,
        folder: join(home, 'my repository'),
      }),
    );
    const app = await startSite(framingPage([entry.issueEntryUrl()]), 'berth.localhost');
    gate.setFrameAncestor(app);
    const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
    const troubles = watch(page);
    await page.goto(app);
    const frame = await frameAt(page, entry.origin + entry.path);
    const file = frame.locator('.explorer-folders-view .monaco-list-row', { hasText: 'README.md' });
    await file.click({ timeout: 45_000 });
    expect(new URL(frame.url()).searchParams.get('folder')).toBe(join(home, 'my repository'));

    const preview = frame.frameLocator('iframe.webview').frameLocator('iframe');
    await preview.locator('h1', { hasText: 'Through the gate' }).waitFor({ timeout: 45_000 });
    const picture = preview.locator('img');
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1);

    const scopes = await frame.evaluate(async () =>
      (await navigator.serviceWorker.getRegistrations()).map((registration) => registration.scope),
    );
    expect(scopes.length).toBeGreaterThan(0);
    expect(scopes.every((scope) => scope.startsWith(entry.origin + entry.path))).toBe(true);
    expect(troubles).toEqual([]);
    expect(gate.refusals()).toEqual({ host: 0, origin: 0, 'fetch-site': 0, cookie: 0 });
    await page.close();
  }, 120_000);
});
