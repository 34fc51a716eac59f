import { mkdirSync } from 'node:fs';
import { expect } from '@playwright/test';
import { it } from 'vitest';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { powerMonitor, system } from '../double/system.ts';
import { takeWindow, workbenchOf } from '../support/screen.ts';
import { makeDesktop } from '../support/start-desktop.ts';
import { addServer, button, cleanUp, setUp, showTab, startAndOpen } from './support/use-page.ts';

/** From an address and a key to work on a server that has sshd and bash and nothing else, in the desktop app. */

const serverName = 'harbour';
const repositories = ['harbor-api', 'tide-charts'] as const;
const skip = await describeSkip('bareBox');
if (skip !== null) process.stdout.write(`skipped: a first day, because ${skip}\n`);

it.skipIf(skip !== null)(
  'a first day: a server is added, set up, two repositories are opened, the machine sleeps and wakes, everything is removed',
  { timeout: 240_000 },
  async () => {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box', base: 'bare', repositories });
    stack.defer(() => host.stop());
    const proxy = await startLinkProxy(host.ssh);
    stack.defer(() => proxy.close());
    const mirror = await startMirror(host);
    stack.defer(() => mirror.stop());
    const desktop = await makeDesktop({ codeServerReleases: await mirror.releases({ parts: 'slim' }) });
    stack.defer(() => desktop.close());
    mkdirSync('out/electron', { recursive: true });
    await desktop.start();
    const { page, window } = desktop;

    await addServer(page, host, proxy, serverName);
    await setUp(page);
    for (const repository of repositories) {
      await showTab(page, serverName);
      await startAndOpen(page, repository);
      await workbenchOf(window, repository);
    }
    // Two editors are two strangers to each other: origins and storage of their own; only the last one opened is seen.
    const origins = window.views.map(({ webContents }) => new URL(webContents.getURL()).origin);
    expect(new Set(origins).size).toBe(2);
    expect(new Set(window.views.map(({ webContents }) => webContents.session.partition)).size).toBe(2);
    expect(window.views.map((view) => view.getVisible())).toEqual([false, true]);
    await takeWindow(window, 'out/electron/two-tabs.png');

    const pages = await Promise.all(window.views.map(({ webContents }) => webContents.page));
    for (const one of pages) await one.evaluate(() => Object.assign(globalThis, { isSamePage: true }));
    powerMonitor.emit('suspend');
    proxy.freeze();
    powerMonitor.emit('resume');
    await expect(page.getByText(/link lost|reconnecting|not answering/i).first()).toBeVisible({ timeout: 20_000 });
    proxy.thaw();
    for (const repository of repositories) {
      await host.run(`touch ${host.repositoriesRoot}/${repository}/after-the-night.md`);
      await showTab(page, repository);
      const { explorerRows } = await workbenchOf(window, repository);
      await expect(explorerRows.filter({ hasText: 'after-the-night.md' })).toBeVisible({ timeout: 40_000 });
    }
    for (const one of pages) {
      expect(await one.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage)).toBe(true);
    }

    await showTab(page, serverName);
    await cleanUp(page, serverName);
    await expect(button(page, 'Connect').first()).toBeVisible();
    expect(window.views).toEqual([]);
    await expectNoLeftovers(host);
    await desktop.quit();
    expect(system.questions).toEqual([]);
    expect(desktop.complaints).toEqual([]);
  },
);
