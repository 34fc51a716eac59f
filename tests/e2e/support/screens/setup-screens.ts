import { expect, type Page } from '@playwright/test';
import { poorChecks } from '../../../support/fake-core/fake-checks.ts';
import type { FakeCoreOptions } from '../../../support/fake-core/fake-core.ts';
import { type FakeHost, fakeHosts } from '../../../support/fake-core/fake-hosts.ts';
import { barePlan, manyVersions, noMirror, wrongHash } from '../../../support/fake-core/fake-plans.ts';
import { button, chooseForServer, hostPage, type Screen } from '../screen.ts';

const hostsWith = (part: Partial<FakeHost>) => {
  const [first, ...others] = fakeHosts(Date.now());
  if (first === undefined) throw new Error('The fake has no host.');
  return [{ ...first, ...part }, ...others];
};
/** The usual hosts, the first of which has no VS Code yet. */
export const bareOptions = (part: Partial<FakeHost> = {}, options: FakeCoreOptions = {}): FakeCoreOptions => ({
  hosts: hostsWith({ instances: [], plan: barePlan(), ...part }),
  ...options,
});
const openSetup = async (page: Page) => {
  await hostPage(page);
  await button(page, 'Set up this server…').click();
};

/** Screens of making a server ready and keeping it healthy. What is done here is not done in the next look. */
export const setupScreens: readonly Screen[] = [
  {
    name: 'not-ready',
    get options() {
      return bareOptions();
    },
    async show(page) {
      await hostPage(page);
      await expect(page.getByText('This server is not ready for editors yet')).toBeVisible();
    },
  },
  {
    name: 'setup-plan',
    get options() {
      return bareOptions({ plan: barePlan('none') });
    },
    async show(page) {
      await openSetup(page);
      await expect(page.getByRole('heading', { name: 'By hand' })).toBeVisible();
    },
  },
  {
    name: 'setup-running',
    get options() {
      return bareOptions({ stallsAt: 'code-server' });
    },
    async show(page) {
      await openSetup(page);
      await button(page, 'Set up, 3 steps').click();
      const steps = page.getByRole('list', { name: 'Setup steps' });
      await expect(steps).toContainText('44 MB of 222 MB');
      await page.getByText('6 lines').click();
    },
  },
  {
    name: 'setup-left',
    get options() {
      return bareOptions({ setupFailure: { stepId: 'package:tmux', failure: noMirror } });
    },
    async show(page) {
      await openSetup(page);
      await button(page, 'Set up, 3 steps').click();
      await expect(page.getByRole('heading', { name: 'Left to do' })).toBeVisible();
    },
  },
  {
    name: 'setup-failed',
    get options() {
      return bareOptions({ setupFailure: { stepId: 'code-server', failure: wrongHash } });
    },
    async show(page) {
      await openSetup(page);
      await button(page, 'Set up, 3 steps').click();
      await page.getByText('Show details').click();
      await expect(page.getByText('expected 53029be6')).toBeVisible();
    },
  },
  {
    name: 'doctor',
    get options() {
      return { hosts: hostsWith({ checks: poorChecks() }) };
    },
    async show(page) {
      await hostPage(page);
      await button(page, 'Check up…').click();
      await expect(page.getByText('3 problems, 2 warnings, 7 well.')).toBeVisible();
    },
  },
  {
    name: 'versions',
    get options() {
      const codeServers = manyVersions();
      codeServers.versions[1]?.usedBy.push('landing-page');
      return { hosts: hostsWith({ codeServers }) };
    },
    async show(page) {
      await hostPage(page);
      await chooseForServer(page, 'Settings…');
      await button(page, 'Versions…').click();
      await expect(button(page, 'Update to 4.139.2')).toBeVisible();
    },
  },
];
