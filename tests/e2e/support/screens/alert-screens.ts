import { expect, type Page } from '@playwright/test';
import type { FakeCore } from '../../../support/fake-core/fake-core.ts';
import { button, hostPage, type Screen } from '../screen.ts';

const minuteMs = 60_000;

/** Lets a host warn of something of everything, some of it long ago. */
export function raiseSome({ alerts }: FakeCore, profileId = 'frankfurt-1'): void {
  const ago = (minutes: number) => Date.now() - minutes * minuteMs;
  const sent = { channel: 'ntfy', outcome: 'delivered', detail: null } as const;
  const failed = { channel: 'webhook', outcome: 'failed', detail: 'The other server answered 404.' } as const;
  const tell: FakeCore['alerts']['tell'] = (id, alert) => alerts.tell(id, alert, true);
  tell(profileId, {
    kind: 'instance-suspended',
    state: 'told',
    instanceId: 'landing',
    repository: 'landing',
    message: 'landing was put to sleep, because nobody used it.',
    nextStep: 'Open it to wake it.',
    atMs: ago(1500),
  });
  const cpu = { kind: 'cpu', instanceId: 'actmcp', repository: 'actmcp', share: 0.97 } as const;
  tell(profileId, { ...cpu, message: 'The processor is 97 % busy, mostly by actmcp.', atMs: ago(300) });
  tell(profileId, {
    ...cpu,
    state: 'cleared',
    message: 'The processor is calm again, at 31 %.',
    atMs: ago(280),
    deliveries: [sent],
  });
  tell(profileId, {
    kind: 'instance-crashed',
    instanceId: 'harbor-api',
    repository: 'harbor-api',
    message: 'VS Code of harbor-api was ended by SIGKILL, and it was not by Berth.',
    nextStep: 'Look at its log, then start it again.',
    atMs: ago(40),
    deliveries: [failed, sent],
  });
  tell(profileId, {
    kind: 'memory',
    instanceId: 'actmcp',
    repository: 'actmcp',
    share: 0.91,
    message: '91 % of the memory are in use, most of it by actmcp.',
    nextStep: 'Put editors to sleep that you do not use, or stop what takes the memory.',
    atMs: ago(3),
    deliveries: [sent],
  });
  tell(profileId, {
    kind: 'disk',
    target: '/srv/a-rather-long-name-of-a-place/where-builds-are-kept',
    share: 0.95,
    message: 'The disk at /srv/a-rather-long-name-of-a-place/where-builds-are-kept is 95 % full.',
    nextStep: 'Remove what is not needed there, before saving a file fails.',
    atMs: ago(1),
    isQuiet: true,
  });
}

/** Goes to the alerts of the shown host. */
export async function showAlerts(page: Page): Promise<void> {
  await hostPage(page);
  await page.getByRole('tab', { name: /^Alerts/ }).click();
  await expect(page.getByRole('region', { name: 'Now' })).toBeVisible();
}

/** Opens the dialog about when the shown host warns. */
export async function showAlertSettings(page: Page): Promise<void> {
  await showAlerts(page);
  await button(page, 'When to warn…').click();
  await expect(page.getByRole('dialog', { name: 'When frankfurt-1 warns' }).getByLabel('Webhook')).toBeVisible();
}

/** Alerts in every form. */
export const alertScreens: readonly Screen[] = [
  {
    name: 'alerts',
    async show(page, { core }) {
      await hostPage(page);
      raiseSome(core);
      await showAlerts(page);
      await expect(page.getByText('91 % of the memory are in use')).toBeVisible();
      await expect(page.getByText('The processor is calm again')).toBeVisible();
    },
  },
  {
    name: 'alerts-none',
    async show(page) {
      await showAlerts(page);
      await expect(page.getByText('It has not warned of anything yet.')).toBeVisible();
    },
  },
  {
    name: 'alerts-drawer',
    async show(page, { core }) {
      await hostPage(page);
      raiseSome(core);
      await button(page, 'Alerts: 3 raised').click();
      await expect(page.getByRole('dialog', { name: 'Alerts' }).getByText('The processor is calm again')).toBeVisible();
    },
  },
  {
    name: 'alert-toasts',
    async show(page, { core }) {
      await hostPage(page);
      core.alerts.tell('frankfurt-1', {
        kind: 'disk',
        target: '/',
        message: 'The disk at / is 95 % full.',
        nextStep: 'Remove what is not needed there, before saving a file fails.',
      });
      core.alerts.tell('frankfurt-1', {
        kind: 'memory',
        instanceId: 'actmcp',
        repository: 'actmcp',
        message: '91 % of the memory are in use, most of it by actmcp.',
      });
      await expect(page.getByRole('complementary', { name: 'Alerts of this moment' })).toContainText('actmcp');
    },
  },
  {
    name: 'alert-settings',
    async show(page, { core }) {
      core.alerts.of('frankfurt-1').settings.delivery = {
        webhookUrl: 'https://example.com/broken',
        ntfyUrl: 'https://ntfy.sh/a-long-name-of-your-own',
      };
      await showAlertSettings(page);
      await button(page, 'Send a try').click();
      await expect(page.getByText('Webhook: failed. The other server answered 404.')).toBeVisible();
    },
  },
  {
    name: 'alert-settings-errors',
    async show(page) {
      await showAlertSettings(page);
      const dialog = page.getByRole('dialog', { name: 'When frankfurt-1 warns' });
      await dialog.getByLabel('Memory: over below percent').fill('95');
      await dialog.getByLabel('Webhook').fill('example.com');
      await dialog.getByRole('button', { name: 'Save' }).click();
      await expect(dialog.getByText('Must not be above what raises it')).toBeVisible();
    },
  },
];
