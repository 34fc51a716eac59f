import { expect, type Page } from '@playwright/test';
import { profile } from '../../../../main/contract/profiles.ts';
import { fakeHost, fakeHosts } from '../../../support/fake-core/fake-hosts.ts';
import { fakeSshConfigHost } from '../../../support/fake-core/fake-profiles.ts';
import { button, hostPage, isPhone, type Screen } from '../screen.ts';

const make = (name: string, more: object = {}) =>
  fakeHost(profile.parse({ id: name, name, address: `${name}.example.org`, user: 'deploy', ...more }));

/** Twelve servers with colours, tags and ways; the first one works. */
const fleet = () => [
  ...fakeHosts(Date.now())
    .slice(0, 1)
    .map((host) => ({ ...host, profile: { ...host.profile, color: 'green' as const, tags: ['prod', 'eu'] } })),
  make('bastion', { color: 'red', tags: ['prod'] }),
  make('db-primary', { color: 'red', tags: ['prod', 'eu', 'postgres'], jumpProfileId: 'bastion' }),
  make('db-replica', { color: 'red', tags: ['prod', 'us'], jumpProfileId: 'db-primary' }),
  make('staging', { color: 'yellow', tags: ['staging'] }),
  make('staging-database-of-the-payment-team', { color: 'yellow', tags: ['staging', 'postgres'] }),
  make('gpu-box', { color: 'purple', tags: ['gpu'] }),
  make('laptop-at-home', { color: 'blue' }),
  make('ci-1', { tags: ['ci'], color: 'orange' }),
  make('ci-2', { tags: ['ci'], color: 'orange' }),
  make('archive'),
  make('work', { sshConfigHost: 'work', color: 'blue', tags: ['live'], jumpProfileId: 'bastion' }),
];

/** Hosts of `~/.ssh/config` in every state. */
export const knownHosts = {
  hosts: [
    fakeSshConfigHost('frankfurt', { address: '203.0.113.7' }),
    fakeSshConfigHost('gate', { address: 'gate.example.org', user: 'ops', port: 2222 }),
    fakeSshConfigHost('db', { address: '10.0.0.5', user: 'postgres', jumps: ['gate'] }),
    fakeSshConfigHost('replica', { address: 'fe80::5', port: 2200, user: null, jumps: ['gate', 'db'] }),
    fakeSshConfigHost('work', {
      address: 'work.corp.example.org',
      user: 'jane.doe',
      port: 2202,
      keyPath: '~/.ssh/work_ed25519',
      jumps: ['bastion'],
    }),
    fakeSshConfigHost('cloud', { problem: 'It is reached by a ProxyCommand, which Berth does not run.' }),
  ],
  problems: [{ file: '~/.ssh/config', lineNumber: 31, message: 'Match exec is passed over: it would run a program.' }],
};

const options = () => ({ hosts: fleet(), sshConfig: knownHosts });

const openList = async (page: Page) => {
  await hostPage(page);
  if (isPhone(page)) await button(page, 'Servers').click();
};
const openAdd = async (page: Page) => {
  await openList(page);
  await button(page, 'Add a server').click();
};
const choose = async (page: Page, server: string, entry: string) => {
  await openList(page);
  await page.getByTestId(`server-${server}`).hover();
  await button(page, `More for server ${server}`).click();
  await page.getByRole('menuitem', { name: entry }).click();
};

/** Servers: their list, their form, and the ways in and out. */
export const profileScreens: readonly Screen[] = [
  {
    name: 'servers-many',
    options: options(),
    async show(page) {
      await openList(page);
      await expect(page.getByTestId('server-work')).toBeVisible();
    },
  },
  {
    name: 'add-server',
    options: options(),
    async show(page) {
      await openAdd(page);
      await expect(page.getByLabel('Address', { exact: true })).toBeFocused();
    },
  },
  {
    name: 'server-sections',
    options: options(),
    async show(page) {
      await choose(page, 'db-primary', 'Edit…');
      for (const title of ['Agent', 'Way', 'Look', 'Ports and repository folders']) {
        await page.locator('summary').filter({ hasText: title }).click();
      }
      await page.getByRole('radio', { name: 'Another socket' }).check();
      await page.getByRole('switch').check();
      await page.getByLabel('Tags').fill('berlin');
      await expect(page.getByText('This computer → bastion → db-primary').last()).toBeVisible();
    },
  },
  {
    name: 'server-sections-below',
    options: options(),
    async show(page) {
      await choose(page, 'db-primary', 'Edit…');
      for (const title of ['Way', 'Look', 'Ports and repository folders']) {
        await page.locator('summary').filter({ hasText: title }).click();
      }
      await page.getByRole('dialog').getByLabel('Last port for editors').fill('1');
      await page.getByLabel('Tags').fill('a tag that is much longer than thirty letters');
      await button(page, 'Save').click();
      await expect(page.getByLabel('Tags')).toBeFocused();
      await expect(page.getByText('Tag is longer than 30 characters')).toBeVisible();
    },
  },
  {
    name: 'server-live',
    options: options(),
    async show(page) {
      await choose(page, 'work', 'Edit…');
      await expect(page.getByLabel('Address', { exact: true })).toHaveValue('work.corp.example.org');
      await page.locator('summary').filter({ hasText: 'Way' }).click();
      await expect(page.getByRole('combobox', { name: 'The way to this server' })).toBeDisabled();
    },
  },
  {
    name: 'ssh-config-import',
    options: options(),
    async show(page) {
      await openAdd(page);
      await page.getByRole('radio', { name: '~/.ssh/config' }).check();
      await page.getByRole('checkbox', { name: 'gate' }).uncheck();
      await expect(page.getByText('gate comes along, as the way.')).toBeVisible();
    },
  },
  {
    name: 'ssh-config-empty',
    async show(page) {
      await openAdd(page);
      await page.getByRole('radio', { name: '~/.ssh/config' }).check();
      await expect(page.getByRole('heading', { name: '~/.ssh/config names no server' })).toBeVisible();
    },
  },
  {
    name: 'import-report',
    // What is added here is not there yet in the next look.
    get options() {
      return options();
    },
    async show(page, shell) {
      const first = shell.core.host('frankfurt-1').profile;
      const profiles = [first, { ...first, id: 'oslo', name: 'oslo-2', color: 'blue' }];
      await openAdd(page);
      await page.getByRole('radio', { name: 'A file' }).check();
      await button(page, 'Import').click();
      await expect(page.getByText('Exported text must not be empty')).toBeVisible();
      await page.getByLabel('Exported text').fill(JSON.stringify({ profiles }));
      await button(page, 'Import').click();
      await expect(page.getByText('1 server added. 1 left out.')).toBeVisible();
    },
  },
  {
    name: 'export',
    options: options(),
    async show(page) {
      await choose(page, 'staging', 'Export…');
      await page.getByRole('checkbox', { name: /^bastion/ }).check();
      await expect(page.getByLabel('Exported text')).toHaveValue(/"bastion"[\s\S]*"staging"/);
    },
  },
];
