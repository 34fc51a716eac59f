import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, expect, test } from '@playwright/test';
import { ensureRenderer } from '../../../build/bundle/ensure-renderer.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { addServer, cleanUp, setUp, showTab, startAndOpen } from '../journeys/support/use-page.ts';
import { buildPreload } from '../support/build-shell.ts';
import { bundleForElectron } from '../support/bundle-for-electron.ts';
import { electronFlags, skipWithoutElectron } from './has-electron.ts';
import type { MirroredApp } from './mirrored-app.ts';
import { expectListed, inEditor } from './native-views.ts';

/** The first day of tests/electron/journeys, in Electron's own binary: from a bare server to two editors, sleep, and nothing left. */

skipWithoutElectron();

const serverName = 'harbour';
const repositories = ['harbor-api', 'tide-charts'] as const;

test('a first day: a server is added, set up, two repositories are opened, the machine sleeps and wakes, everything is removed', async () => {
  test.setTimeout(300_000);
  const reason = await describeSkip('bareBox');
  if (reason !== null) process.stdout.write(`skipped: a first day in Electron, because ${reason}\n`);
  test.skip(reason !== null, reason ?? '');
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox({ kind: 'box', base: 'bare', repositories });
  stack.defer(() => host.stop());
  const proxy = await startLinkProxy(host.ssh);
  stack.defer(() => proxy.close());
  const mirror = await startMirror(host);
  stack.defer(() => mirror.stop());
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-real-'));
  stack.defer(() => rm(directory, { recursive: true, maxRetries: 3 }));
  const given: MirroredApp = {
    directory,
    rendererDirectory: await ensureRenderer(() => undefined),
    preload: await buildPreload(directory),
    remoteScriptsDirectory: path.resolve('remote-scripts'),
    releases: await mirror.releases({ parts: 'slim' }),
  };
  const main = await bundleForElectron('mirrored-app.ts', directory);
  const args = [...electronFlags, main];
  const app = await _electron.launch({ args, env: { ...process.env, BERTH_MIRRORED_APP: JSON.stringify(given) } });
  stack.defer(() => app.close());
  const page = await app.firstWindow();

  await addServer(page, host, proxy, serverName);
  await setUp(page);
  for (const repository of repositories) {
    await showTab(page, serverName);
    await startAndOpen(page, repository);
    await expectListed(app, repository, 'README.md');
    await inEditor(app, repository, 'globalThis.isSamePage = true');
  }

  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
  proxy.freeze();
  await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect(page.getByText(/link lost|reconnecting|not answering/i).first()).toBeVisible({ timeout: 20_000 });
  proxy.thaw();
  for (const repository of repositories) {
    await host.run(`touch /var/www/github/${repository}/after-the-night.md`);
    await showTab(page, repository);
    await expectListed(app, repository, 'after-the-night.md');
    expect(await inEditor(app, repository, 'globalThis.isSamePage')).toBe(true);
  }

  await showTab(page, serverName);
  await cleanUp(page, serverName);
  expect(await inEditor(app, '', 'true')).toBeNull();
  await expectNoLeftovers(host);
});
