import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Browser, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { whenExtensionsRun } from '../../support/app/when-extensions-run.ts';
import { chromiumOptions } from '../../support/chromium.ts';
import { poll } from '../../support/sandbox/poll.ts';
import { instanceProcesses, oneProcess } from '../scenarios/support/instance-processes.ts';
import { listInstances, profile, setStage, start } from './support/stage.ts';

/** The extension host of a tab that was dropped is kept for half an hour at least; of one that was closed, not at all. */
const soonMs = 10_000;

const stage = setStage();
let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch(chromiumOptions);
});
afterAll(() => browser?.close());

/** Shows an editor in a frame of a page of Berth's own, as the web shell does. */
async function showInFrame(page: Page, entryUrl: string): Promise<void> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><iframe width="900" height="600" src="${entryUrl}">`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const origin = `http://berth.localhost:${address !== null && typeof address === 'object' ? address.port : 0}`;
  stage.app.core.gate.setFrameAncestor(origin);
  await page.goto(origin);
}

describe('closing a tab', () => {
  it.each([
    [
      'takes its frame from the page',
      showInFrame,
      (page: Page) => page.evaluate(() => document.querySelector('iframe')?.remove()),
    ],
    [
      'closes its view',
      (page: Page, entryUrl: string) => page.goto(entryUrl),
      (page: Page) => page.close({ runBeforeUnload: true }),
    ],
  ])(
    'when the shell %s, the extension host goes at once and the instance stays',
    async (_how, show, close) => {
      const { host, app } = stage;
      const { id, pid } = await start(app, 'harbor-api');
      const opened = await app.client.instances.open({ profile, repository: id });
      if (!opened.ok) throw new Error(opened.failure.message);
      const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
      onTestFinished(() => page.context().close());
      const isReady = whenExtensionsRun(page);
      await show(page, opened.value.entryUrl);
      await isReady;
      const extensionHost = await oneProcess(host, id, 'extension host');
      await close(page);
      await poll(
        'the extension host to end',
        async () => !(await instanceProcesses(host, id)).some((process) => process.pid === extensionHost),
        soonMs,
      );
      expect(await listInstances(app)).toMatchObject([{ id, state: 'running', pid }]);
    },
    120_000,
  );
});
