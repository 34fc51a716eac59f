import { setTimeout as delay } from 'node:timers/promises';
import { openApp, Workbench } from '../support/app/workbench.ts';
import { expectNoLeftovers } from '../support/sandbox/audit/audit.ts';
import { expect, test } from './support/fixtures.ts';
import { chooseFor, nameOf } from './support/rows.ts';

test.describe.configure({ timeout: 180_000 });
const outageMs = 20_000;

test('a terminal goes on counting while the link is cut for 20 s, and the tab resumes without a reload', async ({
  page,
  app,
}) => {
  await openApp(page, app);
  await nameOf(page, 'harbor-api').click();
  const harbor = new Workbench(page, 'harbor-api');
  await harbor.whenReady();
  await harbor.openTerminal();
  await harbor.type('for i in $(seq 1000); do echo $i > /root/count; sleep 0.2; done');
  const count = async () => Number((await app.host.run('cat /root/count')).stdout);
  await expect.poll(count, { timeout: 15_000 }).toBeGreaterThan(1);
  const editor = page.frames().find((frame) => /\/vscode\/harbor-api-[0-9a-f]{6}\/\?/.test(frame.url()));
  await editor?.evaluate(() => Object.assign(globalThis, { isSamePage: true }));

  app.proxy.cut();
  const before = await count();
  await expect(page.getByText(/link lost|reconnecting/i).first()).toBeVisible({ timeout: 15_000 });
  await page.screenshot({ path: 'out/e2e/link-lost.png' });
  // The outage itself is the length of time under test.
  await delay(outageMs);
  expect(await count()).toBeGreaterThan(before + 60);
  await app.proxy.restore();
  const restoredAtMs = Date.now();

  await expect(page.getByText(/link lost|reconnecting/i)).toHaveCount(0, { timeout: 40_000 });
  await harbor.frame.locator('.terminal-wrapper.active .xterm-helper-textarea').press('Control+c');
  await harbor.type('echo resumed > /root/resumed');
  await expect
    .poll(async () => (await app.host.run('cat /root/resumed')).stdout, { timeout: 40_000 })
    .toBe('resumed\n');
  test.info().annotations.push({
    type: 'usable again',
    description: `${Date.now() - restoredAtMs} ms after the network was back`,
  });
  expect(await editor?.evaluate(() => (globalThis as { isSamePage?: boolean }).isSamePage)).toBe(true);
  await page.screenshot({ path: 'out/e2e/link-back.png' });

  await page.getByRole('tab', { name: 'sandbox', exact: true }).click();
  await chooseFor(page, 'harbor-api', 'Stop');
  await expect(page.getByRole('button', { name: 'Start harbor-api' })).toBeVisible({ timeout: 30_000 });
  await expectNoLeftovers(app.host);
});
