import { afterAll, beforeAll, expect, it } from 'vitest';
import { toElectron } from './double/addresses.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

let shell: TestShell;
beforeAll(async () => {
  shell = await startShell('product');
}, 60_000);
afterAll(() => shell.close());

it('the product’s page runs under the shell’s policy and reaches its core', { timeout: 30_000 }, async () => {
  const complaints: string[] = [];
  shell.page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  shell.page.on('pageerror', (error) => complaints.push(error.message));
  await shell.page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      throw new Error(`${effectiveDirective} refused ${blockedURI}`);
    });
  });
  const asked: string[] = [];
  shell.page.on('request', (request) => asked.push(toElectron(request.url())));
  await shell.page.reload();
  // An empty list of servers is said only after the core answered.
  await shell.page.getByText('Add your first server').waitFor();
  await shell.page.setViewportSize({ width: 1_280, height: 800 });
  // The validator asks once whether it may compile its schemas; that the answer is no is what the policy is for.
  // So it starts without a network too.
  expect(asked.filter((url) => !url.startsWith('app://berth/'))).toEqual([]);
  expect(asked.length).toBeGreaterThan(2);
  expect(complaints.filter((complaint) => complaint !== 'script-src refused eval')).toEqual([]);
});
