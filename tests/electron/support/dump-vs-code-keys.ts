import { mkdir, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import { type Browser, chromium, expect, type Locator, type Page } from '@playwright/test';
import { chromiumOptions } from '../../support/chromium.ts';
import { codeServerVersion } from '../../support/sandbox/code-server/ensure-code-server.ts';
import { type LocalCodeServer, startCodeServer } from './start-code-server.ts';

/**
 * Writes the default keys of the real VS Code for each system: opens a real code-server in Chromium that says to be on that
 * system, asks it for "Preferences: Open Default Keyboard Shortcuts (JSON)", and copies the text that VS Code makes.
 * Run it by hand when the pinned code-server is another one: `node tests/electron/support/dump-vs-code-keys.ts`.
 */
const directory = path.resolve(import.meta.dirname, '../../../renderer/features/keys/vs-code-keys');

const systems = {
  mac: { agent: 'Macintosh; Intel Mac OS X 10_15_7', platform: 'MacIntel', modifier: 'Meta' },
  windows: { agent: 'Windows NT 10.0; Win64; x64', platform: 'Win32', modifier: 'Control' },
  linux: { agent: 'X11; Linux x86_64', platform: 'Linux x86_64', modifier: 'Control' },
} as const;
type SystemName = keyof typeof systems;

async function portOf({ target }: LocalCodeServer): Promise<number> {
  const socket = (await target.openChannel(true)) as Socket;
  if (socket.connecting) await new Promise((resolve) => socket.once('connect', resolve));
  const { remotePort } = socket;
  socket.destroy();
  if (remotePort === undefined) throw new Error('code-server has no port');
  return remotePort;
}

/** Opens VS Code as it is on a system. */
async function openOn(browser: Browser, server: LocalCodeServer, system: SystemName): Promise<Page> {
  const { agent, platform } = systems[system];
  const version = browser.version();
  const context = await browser.newContext({
    userAgent: `Mozilla/5.0 (${agent}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`,
    permissions: ['clipboard-read', 'clipboard-write'],
    viewport: { width: 1200, height: 800 },
  });
  await context.addInitScript((name) => {
    Object.defineProperty(navigator, 'platform', { get: () => name });
  }, platform);
  const origin = `http://127.0.0.1:${await portOf(server)}`;
  const { instanceCookie, folder } = server.target;
  await context.addCookies([{ name: instanceCookie.name, value: instanceCookie.value, url: origin }]);
  const page = await context.newPage();
  await page.goto(`${origin}/?folder=${encodeURIComponent(folder)}`);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 90_000 });
  return page;
}

/** The entry of a command in VS Code's own palette, which is opened for it. */
async function commandEntry(page: Page, title: string): Promise<Locator> {
  await page.keyboard.press('F1');
  await page.locator('.quick-input-widget input').fill(`>${title}`);
  return page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
}

/** The text of the list that VS Code makes of its default keys. */
async function defaultKeys(page: Page, system: SystemName): Promise<string> {
  // The keys of its extensions come some moments after its own, at once with their commands.
  await expect(async () => {
    await page.keyboard.press('Escape');
    await (await commandEntry(page, 'Git: Clone')).waitFor({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press('Escape');
  await (await commandEntry(page, 'Open Default Keyboard Shortcuts (JSON)')).click();
  const editor = page.locator('.editor-instance .view-lines');
  await editor.getByText('key', { exact: false }).first().waitFor();
  await editor.click();
  await page.keyboard.press(`${systems[system].modifier}+a`);
  await page.evaluate(() => document.execCommand('copy'));
  const text = await page.evaluate(() => navigator.clipboard.readText());
  for (const command of ['workbench.action.showCommands', 'references-view.findReferences']) {
    if (!text.includes(`"${command}"`)) throw new Error(`the list of ${system} does not have ${command}`);
  }
  return text;
}

/** Commands by keys; the first one of keys that several commands have, each in a place of its own. */
function parseKeys(text: string): Record<string, string> {
  const list = text.slice(text.indexOf('['), text.lastIndexOf(']') + 1);
  const rows = JSON.parse(list) as { readonly key: string; readonly command: string }[];
  const commandByKeys = new Map<string, string>();
  for (const { key, command } of rows) if (!commandByKeys.has(key)) commandByKeys.set(key, command);
  return Object.fromEntries([...commandByKeys].sort(([one], [other]) => one.localeCompare(other, 'en')));
}

const browser = await chromium.launch(chromiumOptions);
const server = await startCodeServer('keys', 'keys-000000');
try {
  await mkdir(directory, { recursive: true });
  for (const system of ['mac', 'windows', 'linux'] as const) {
    const page = await openOn(browser, server, system);
    const commandByKeys = parseKeys(await defaultKeys(page, system));
    const told = JSON.stringify({ version: codeServerVersion, commandByKeys }, null, 1);
    await writeFile(path.join(directory, `${system}.json`), `${told}\n`);
    console.log(`${system}: ${Object.keys(commandByKeys).length} keys`);
    await page.context().close();
  }
} finally {
  await server.stop();
  await browser.close();
}
