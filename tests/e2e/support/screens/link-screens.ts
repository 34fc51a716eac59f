import { expect, type Page } from '@playwright/test';
import type { FakeCoreOptions } from '../../../support/fake-core/fake-core.ts';
import {
  badDiagnosis,
  eventfulTimeline,
  fleetHosts,
  goodDiagnosis,
  oneTimeCode,
  threePrompts,
} from '../../../support/fake-core/fake-fleet.ts';
import { button, hostPage, type Screen, selectServer } from '../screen.ts';

const fleetPage = async (page: Page) => {
  await expect(page.getByTestId('fleet-frankfurt-1')).toContainText('34 %');
  await expect(page.getByTestId('fleet-train-wifi')).toContainText('did not answer in time');
};
/** Made anew for each picture, because the page changes them. */
const fleet = { isFleet: true, options: freshOptions(() => ({ hosts: fleetHosts(Date.now()) })) } as const;

function freshOptions(make: () => FakeCoreOptions): FakeCoreOptions {
  return Object.defineProperty({}, 'hosts', { enumerable: true, get: () => make().hosts });
}

const openConnection = async (page: Page) => {
  await page.getByTestId('link-line').click();
  await expect(page.getByRole('dialog', { name: 'Connection to frankfurt-1' })).toBeVisible();
};

/** Screens of the link to a server, and of all of them. */
export const linkScreens: readonly Screen[] = [
  {
    ...fleet,
    name: 'fleet',
    show: fleetPage,
  },
  {
    name: 'fleet-empty',
    isFleet: true,
    async show(page) {
      await page.getByRole('searchbox', { name: 'Filter' }).fill('nowhere');
      await expect(page.getByRole('heading', { name: 'No server matches' })).toBeVisible();
      await expect(page.getByText('None of your 5 servers is linked')).toBeVisible();
    },
  },
  {
    name: 'login-question',
    async show(page, shell) {
      Object.assign(shell.core.host('lab'), { obstacle: null, rounds: [threePrompts] });
      await selectServer(page, 'lab');
      await page.getByRole('dialog', { name: 'lab asks' }).getByLabel('Employee number').fill('4711');
    },
  },
  {
    ...fleet,
    name: 'jump-question',
    async show(page, shell) {
      await fleetPage(page);
      Object.assign(shell.core.host('bastion'), { rounds: [oneTimeCode] });
      Object.assign(shell.core.host('db'), { obstacle: null });
      shell.core.setStatus('bastion', { state: 'disconnected' });
      await button(page, 'Try again db').click();
      await expect(page.getByText('On the way to db: bastion')).toBeVisible();
    },
  },
  {
    name: 'key-changed-step',
    async show(page) {
      await selectServer(page, 'moved-box');
      await page.getByText('I know why the key changed').click();
      await page.getByLabel('Type 192.0.2.44 to confirm').fill('192.0.2.44');
      await expect(button(page, 'Forget the known key')).toBeEnabled();
    },
  },
  {
    name: 'diagnosis-good',
    async show(page, shell) {
      Object.assign(shell.core.host('frankfurt-1'), {
        timeline: eventfulTimeline(Date.now()),
        diagnosis: goodDiagnosis,
      });
      await hostPage(page);
      await openConnection(page);
      await button(page, 'Diagnose').click();
      await expect(page.getByText('Everything works on the way')).toBeVisible();
    },
  },
  {
    name: 'diagnosis-failed',
    async show(page, shell) {
      Object.assign(shell.core.host('old-vps'), { diagnosis: badDiagnosis });
      await selectServer(page, 'old-vps');
      await button(page, 'What happened?').click();
      await button(page, 'Diagnose').click();
      await expect(button(page, 'Check the fingerprint…')).toBeVisible();
    },
  },
];
