import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { createCore } from '../../main/core/create-core.ts';
import { startWebShell } from '../../main/web/start-web-shell.ts';
import { knownHostsLine, makeTestPorts, sandboxDraft } from '../support/app/test-core.ts';
import { Workbench } from '../support/app/workbench.ts';
import { startMirror } from '../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../support/sandbox/probe.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { expect, test } from './support/fixtures.ts';

/** From a server that has sshd and bash and nothing else to an editor, by buttons alone. */

test.use({ viewport: { width: 1360, height: 820 } });
test.describe.configure({ timeout: 240_000 });

const skip = await describeSkip('bareBox');

test('a bare server is set up from the page, gets its first repository, and opens it; a check-up finds no problem then', async ({
  page,
}) => {
  test.skip(skip !== null, skip ?? '');
  const rendererDirectory = await ensureRenderer(() => {});
  await using stack = new AsyncDisposableStack();
  const host = await startSandbox({ kind: 'box', base: 'bare' });
  stack.defer(() => host.stop());
  const mirror = await startMirror(host);
  stack.defer(() => mirror.stop());
  const [codeServerReleases, git] = await Promise.all([mirror.releases({ parts: 'slim' }), mirror.git()]);
  const ports = await makeTestPorts();
  stack.defer(() => rm(ports.root, { recursive: true, force: true }));
  const shell = await startWebShell({ ports: { ...ports, codeServerReleases }, rendererDirectory, createCore });
  stack.defer(() => shell.close());
  const added = await shell.core.handlers.profiles.add(sandboxDraft(host, host.ssh), {
    signal: new AbortController().signal,
  });
  expect(added.ok).toBe(true);
  await writeFile(path.join(ports.dataDirectory, 'known_hosts'), knownHostsLine(host, host.ssh), { mode: 0o600 });

  await page.goto(shell.issueUrl());
  await page.getByRole('button', { name: 'Set up this server…' }).click({ timeout: 30_000 });
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /^code-server / })).toBeDisabled({ timeout: 30_000 });
  // Without it the archive is sent from this computer, as to a server that reaches nothing.
  await dialog.getByRole('checkbox', { name: 'curl' }).uncheck();
  await dialog.getByRole('button', { name: /^Set up, / }).click();
  await expect(dialog.getByRole('progressbar').first()).toBeVisible({ timeout: 90_000 });
  await expect(dialog.getByText('is ready for editors')).toBeVisible({ timeout: 120_000 });
  await page.screenshot({ path: 'out/e2e/set-up.png' });

  await dialog.getByRole('button', { name: 'Clone a repository…' }).click();
  await page.getByLabel('Address of the repository').fill(git.url);
  await dialog.getByRole('button', { name: 'Clone', exact: true }).click();
  await dialog.getByRole('button', { name: 'Open tide-tables' }).click({ timeout: 30_000 });
  await new Workbench(page, 'tide-tables').whenReady();

  await page.getByRole('tab', { name: 'sandbox' }).click();
  await page.keyboard.press('Alt+c');
  await expect(dialog.getByText(/well\.$/)).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByRole('region', { name: 'Problems' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'More for server sandbox' }).click();
  await page.keyboard.press('v');
  await expect(dialog.getByText('tide-tables runs with it.')).toBeVisible({ timeout: 30_000 });
  // What was unticked is not there, and the nginx that came is no public web server.
  expect((await host.run('command -v curl')).code).not.toBe(0);
  expect((await host.run('grep -q ":0050 .* 0A " /proc/net/tcp /proc/net/tcp6')).code).not.toBe(0);
});
