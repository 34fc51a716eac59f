import { rm } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { ensureRenderer } from '../../../build/bundle/ensure-renderer.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { startWebShell } from '../../../main/web/start-web-shell.ts';
import { makeTestPorts } from '../../support/app/test-core.ts';
import { Workbench } from '../../support/app/workbench.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import type { SandboxHost, SandboxOptions } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { expect } from './fixtures.ts';

/** As which it is listed, because nobody gives it another name. */
export const serverName = '127.0.0.1';

/** A server on which nothing is installed, and Berth as it is when nobody used it before. */
export interface BareServer {
  readonly host: SandboxHost;
  /** The network in front of it, through which the page reaches it. */
  readonly proxy: LinkProxy;
  /** Opens the page, once. */
  readonly url: string;
  /** Address of a repository that can be cloned from the mirror. */
  cloneUrl(): Promise<string>;
}

/** Starts both; `stack` takes them down. Without a mirror only this computer reaches the archive of code-server. */
export async function startBareServer(
  stack: AsyncDisposableStack,
  sandbox: SandboxOptions,
  { hasMirror }: { readonly hasMirror: boolean },
): Promise<BareServer> {
  const rendererDirectory = await ensureRenderer(() => {});
  const host = await startSandbox({ kind: 'box', base: 'bare', ...sandbox });
  stack.defer(() => host.stop());
  const proxy = await startLinkProxy(host.ssh);
  stack.defer(() => proxy.close());
  const mirror = await startMirror(hasMirror ? host : null);
  stack.defer(() => mirror.stop());
  const codeServerReleases = await mirror.releases({ parts: 'slim' });
  const ports = await makeTestPorts();
  stack.defer(() => rm(ports.root, { recursive: true, force: true }));
  const shell = await startWebShell({ ports: { ...ports, codeServerReleases }, rendererDirectory, createCore });
  stack.defer(() => shell.close());
  return { host, proxy, url: shell.issueUrl(), cloneUrl: async () => (await mirror.git()).url };
}

/** From the page that nobody used before to a linked server: one line is pasted, one fingerprint compared. */
export async function addServer(page: Page, { host, proxy, url }: BareServer, user: string): Promise<void> {
  await page.goto(url);
  await expect(page.getByRole('heading', { name: 'Add your first server' })).toBeVisible();
  await page.getByRole('button', { name: 'Add a server' }).last().click();
  const form = page.getByRole('dialog', { name: 'Add servers' });
  await expect(form.getByLabel('Address')).toBeFocused();
  await page.evaluate(
    (line) => navigator.clipboard.writeText(line),
    `ssh ${user}@${serverName} -p ${proxy.port} -i "${host.ssh.keyPath}"`,
  );
  await page.keyboard.press('Control+v');
  await expect(form.getByLabel('User')).toHaveValue(user);
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('fingerprint')).toHaveText(host.hostKey.fingerprint, { timeout: 20_000 });
  await page.getByRole('button', { name: 'Trust and connect' }).click();
  await expect(page.getByRole('heading', { name: serverName, level: 1 })).toBeVisible({ timeout: 20_000 });
}

/** Agrees to the plan as it is proposed, and waits until the server is ready; `meanwhile` happens while it is set up. */
export async function setUp(
  page: Page,
  shot: string,
  meanwhile: (dialog: Locator) => Promise<void> = () => Promise.resolve(),
): Promise<Locator> {
  await page.getByRole('button', { name: 'Set up this server…' }).click({ timeout: 30_000 });
  const dialog = page.getByRole('dialog', { name: /^Set up / });
  await expect(dialog.getByRole('checkbox', { name: /^code-server / })).toBeDisabled({ timeout: 30_000 });
  await page.screenshot({ path: `out/e2e/${shot}-plan.png` });
  await dialog.getByRole('button', { name: /^Set up, / }).click();
  await expect(dialog.getByRole('progressbar').first()).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: `out/e2e/${shot}-running.png` });
  await meanwhile(dialog);
  await expect(dialog.getByText('is ready for editors')).toBeVisible({ timeout: 90_000 });
  await page.screenshot({ path: `out/e2e/${shot}-set-up.png` });
  return dialog;
}

/**
 * The repository's files are in its tab, a check-up of the server finds no problem, nothing is open to the internet, and
 * Berth's own nginx leads to the editor where the server has one.
 */
export async function expectAtWork(
  page: Page,
  { host }: BareServer,
  repository: string,
  { hasNginx = true } = {},
): Promise<Locator> {
  await new Workbench(page, repository).whenReady();
  await page.getByRole('tab', { name: serverName }).click();
  await page.keyboard.press('Alt+c');
  const drawer = page.getByRole('dialog', { name: /^Check-up of / });
  await expect(drawer.getByText(/well\.$/)).toBeVisible({ timeout: 30_000 });
  await page.screenshot({ path: `out/e2e/${repository}-check-up.png` });
  await expect(drawer.getByRole('region', { name: 'Problems' })).toHaveCount(0);
  const listeners = (await host.run('cat /proc/net/tcp /proc/net/tcp6')).stdout;
  expect(listeners).not.toMatch(/:0050 \S+ 0A/);
  expect(/0100007F:22B7 \S+ 0A/.test(listeners)).toBe(hasNginx);
  return drawer;
}
