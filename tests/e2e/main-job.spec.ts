import type { Page } from '@playwright/test';
import { openApp, Workbench } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor, nameOf } from './support/rows.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

let page: Page;
test.beforeAll(async ({ browser, app }) => {
  page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
  await openApp(page, app);
});
test.afterAll(() => page.close());

const showTab = (name: string) => page.getByRole('tab', { name, exact: true }).click();

test('Start, Open: the workbench with the repository’s files in a tab', async () => {
  await page.getByRole('button', { name: 'Start harbor-api' }).click();
  const open = page.getByRole('button', { name: 'Open harbor-api' });
  await expect(open).toBeVisible({ timeout: 60_000 });
  await open.click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  await page.screenshot({ path: 'out/e2e/workbench.png' });
});

test('its terminal runs on the host, in the repository', async ({ app }) => {
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.openTerminal();
  await harbor.run('echo "$PWD|$(hostname)" > /root/from-terminal; tty >> /root/from-terminal', () =>
    expect
      .poll(async () => (await app.host.run('cat /root/from-terminal')).stdout, { timeout: 15_000 })
      .toMatch(new RegExp(`harbor-api\\|${app.host.name}\n/dev/pts/`)),
  );
});

test('the Markdown preview, a webview, renders', async () => {
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.explorerRows.filter({ hasText: 'README.md' }).click();
  await expect(harbor.frame.locator('.tab.active', { hasText: 'README.md' })).toBeVisible();
  await harbor.command('Markdown: Open Preview to the Side');
  const preview = harbor.frame.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await expect(preview.locator('h1').first()).toBeVisible({ timeout: 40_000 });
  await page.screenshot({ path: 'out/e2e/preview.png' });
});

test('a second repository at the same time, on another port and origin, with storage of its own', async ({ app }) => {
  await showTab('sandbox');
  await nameOf(page, 'tide-charts').click();
  const tide = new Workbench(page, 'tide-charts');
  await tide.whenReady();
  const context = { signal: new AbortController().signal };
  const rows = await app.shell.core.handlers.instances.list({ profile: 'sandbox' }, context);
  const ports = rows.ok ? rows.value.map(({ port }) => port) : [];
  expect(new Set(ports).size).toBe(2);
  const frames = page
    .frames()
    .filter((frame) => /\/vscode\/(harbor-api|tide-charts)-[0-9a-f]{6}\/\?/.test(frame.url()));
  expect(new Set(frames.map((frame) => new URL(frame.url()).origin)).size).toBe(2);
  const [one, two] = frames;
  await one?.evaluate(async () => {
    localStorage.setItem('berth-test', 'one');
    await new Promise((resolve, reject) => {
      const asked = indexedDB.open('berth-test');
      asked.onsuccess = resolve;
      asked.onerror = reject;
    });
  });
  const seen = await two?.evaluate(async () => ({
    local: localStorage.getItem('berth-test'),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    cookie: document.cookie,
    isSecure: isSecureContext,
  }));
  expect(seen).toMatchObject({ local: null, isSecure: true });
  expect(seen?.databases).not.toContain('berth-test');
  expect(seen?.cookie).not.toContain('session');
});

test('stopping one leaves the other’s terminal alive', async ({ app }) => {
  const tide = new Workbench(page, 'tide-charts');
  await tide.openTerminal();
  await tide.run('touch /root/terminal-ready', async () =>
    expect((await app.host.run('test -e /root/terminal-ready')).code).toBe(0),
  );
  await tide.type('cat > /root/still-alive');
  await showTab('sandbox');
  await chooseFor(page, 'harbor-api', 'Stop');
  await expect(page.getByRole('button', { name: 'Start harbor-api' })).toBeVisible({ timeout: 30_000 });
  await showTab('tide-charts');
  await tide.type('the same terminal');
  await tide.frame.locator('.terminal-wrapper.active .xterm-helper-textarea').press('Control+d');
  const written = async () => (await app.host.run('cat /root/still-alive')).stdout;
  await expect.poll(written, { timeout: 20_000 }).toBe('the same terminal\n');
  await page.screenshot({ path: 'out/e2e/two-tabs.png' });
});

test('stopping the last one leaves nothing behind on the host', async ({ app }) => {
  await showTab('sandbox');
  await chooseFor(page, 'tide-charts', 'Stop');
  await expect(page.getByRole('button', { name: 'Start tide-charts' })).toBeVisible({ timeout: 30_000 });
  await expectNoLeftovers(app.host);
});
