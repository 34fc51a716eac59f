import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { button, hostPage, rememberServer } from './support/screen.ts';
import { showAlertSettings } from './support/screens/alert-screens.ts';

/** What the page makes of alerts, over a stand-in for the core: where they lead, settings, notices of the browser. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 }, contextOptions: { reducedMotion: 'reduce' } });

let shell: FakeShell;
test.beforeEach(async ({ page }) => {
  shell = await startFakeShell(pageDirectory);
  await rememberServer(page);
});
test.afterEach(async () => {
  expect(shell.bugs).toEqual([]);
  await shell.close();
});

const toasts = (page: Page) => page.getByRole('complementary', { name: 'Alerts of this moment' });
const memory = {
  kind: 'memory',
  instanceId: 'actmcp',
  repository: 'actmcp',
  share: 0.91,
  message: '91 % of the memory are in use, most of it by actmcp.',
  nextStep: 'Put editors to sleep that you do not use.',
} as const;

test('a raised alert is shown and said once, leads to what it is about, and goes when it is over', async ({ page }) => {
  await page.goto(shell.url);
  await hostPage(page);
  shell.core.alerts.tell('frankfurt-1', memory);
  await expect(toasts(page)).toContainText('actmcp · frankfurt-1');
  await expect(page.getByRole('status').filter({ hasText: memory.message })).toBeVisible();
  await expect(button(page, 'Alerts: 1 raised')).toBeVisible();
  await toasts(page).getByRole('button', { name: 'See the processes' }).press('Enter');
  await expect(page.getByRole('tab', { name: 'Processes', selected: true })).toBeVisible();
  await expect(toasts(page)).toBeHidden();

  await button(page, 'Alerts: 1 raised').press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Alerts' });
  await expect(drawer.getByRole('region', { name: 'Now' })).toContainText('frankfurt-1 · actmcp');
  shell.core.alerts.tell('frankfurt-1', { ...memory, state: 'cleared', message: 'There is memory again.' });
  await expect(drawer.getByText('All is well')).toBeVisible();
  await expect(drawer.getByRole('region', { name: 'Before' })).toContainText('There is memory again.');
  await page.keyboard.press('Escape');
  await expect(drawer).toBeHidden();

  shell.core.alerts.tell('frankfurt-1', {
    kind: 'instance-crashed',
    instanceId: 'actmcp',
    repository: 'actmcp',
    message: 'VS Code of actmcp is gone.',
  });
  await toasts(page).getByRole('button', { name: 'Show its log' }).click();
  await expect(page.getByRole('dialog', { name: /actmcp/ })).toBeVisible();
});

test('what happened while a server was away is one sentence, and no toast', async ({ page }) => {
  await page.goto(shell.url);
  await hostPage(page);
  for (let count = 0; count < 50; count += 1) {
    shell.core.alerts.tell(
      'frankfurt-1',
      { kind: 'instance-suspended', state: 'told', message: `Number ${count}.` },
      true,
    );
  }
  await expect(page.getByText('frankfurt-1: 50 alerts while it was away')).toBeVisible();
  await expect(toasts(page)).toBeHidden();
});

test('settings are checked, saved as typed, and the ways are tried', async ({ page }) => {
  await page.goto(shell.url);
  await showAlertSettings(page);
  const dialog = page.getByRole('dialog', { name: 'When frankfurt-1 warns' });
  await dialog.getByLabel('Processor: above percent').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Fill in all three as numbers')).toBeVisible();
  await expect(dialog.getByLabel('Processor: above percent')).toBeFocused();
  await dialog.getByLabel('Processor: above percent').fill('77.5');
  await dialog.getByLabel('Certificate').uncheck();
  await dialog.getByLabel('ntfy topic').fill('https://ntfy.sh/mine');
  await dialog.getByLabel('Notices are').selectOption('8');
  await dialog.getByLabel('Put idle editors to sleep').check();
  await expect(dialog.getByRole('button', { name: 'Send a try' })).toBeHidden();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText('Saved on the server.')).toBeVisible();
  const { settings } = shell.core.alerts.of('frankfurt-1');
  expect(settings.rules.cpu.raisedAboveShare).toBeCloseTo(0.775);
  expect(settings.rules.certificate.isEnabled).toBe(false);
  expect(settings.suspendsUnderPressure).toBe(true);
  expect((settings.mutedUntilMs ?? 0) - Date.now()).toBeGreaterThan(7.9 * 3_600_000);
  await dialog.getByRole('button', { name: 'Send a try' }).click();
  await expect(dialog.getByText('ntfy: delivered.')).toBeVisible();
});

test('the browser shows a notice only after a click allowed it, and a click on it leads to the server', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const shown: EventTarget[] = [];
    class Notice extends EventTarget {
      static permission = 'default';
      static async requestPermission() {
        Notice.permission = 'granted';
        return Notice.permission;
      }
      readonly title: string;
      constructor(title: string) {
        super();
        this.title = title;
        shown.push(this);
      }
      close() {}
    }
    Object.assign(window, { Notification: Notice, shown });
    // Nobody looks at this page.
    document.hasFocus = () => false;
  });
  const titles = () =>
    page.evaluate(() => (window as unknown as { shown: { title: string }[] }).shown.map(({ title }) => title));
  await page.goto(shell.url);
  await hostPage(page);
  shell.core.alerts.tell('frankfurt-1', memory);
  await expect(toasts(page)).toBeVisible();
  expect(await titles()).toEqual([]);
  await showAlertSettings(page);
  await button(page, 'Allow notices…').click();
  await expect(page.getByText('This browser shows a notice')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Overview' }).click();
  shell.core.alerts.tell('frankfurt-1', { kind: 'disk', target: '/', message: 'The disk at / is 95 % full.' });
  await expect.poll(titles).toEqual(['frankfurt-1']);
  await page.evaluate(() =>
    (window as unknown as { shown: EventTarget[] }).shown[0]?.dispatchEvent(new Event('click')),
  );
  await expect(page.getByRole('tab', { name: /^Alerts/, selected: true })).toBeVisible();
});
