import { pathToFileURL } from 'node:url';
import { app } from '../double/app.ts';
import { closeChromium } from '../double/chromium.ts';
import { system } from '../double/system.ts';
import { BrowserWindow } from '../double/window.ts';
import './page-globals.ts';

/** Runs the built main.js named in the arguments, asks its page one question, quits, and prints what it saw. */
async function runBuiltMain(file: string): Promise<void> {
  await import(pathToFileURL(file).href);
  const failure = new Promise<null>((resolve) => app.once('quit', () => resolve(null)));
  const appeared = async () => {
    for (;;) {
      const [window] = BrowserWindow.getAllWindows();
      if (window !== undefined) return window;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const appWindow = await Promise.race([appeared(), failure]);
  if (appWindow === null) throw new Error(system.errors.join('\n'));
  const page = await appWindow.webContents.page;
  await page.waitForFunction(() => 'client' in globalThis, undefined, { timeout: 10_000 });
  const [info, profiles] = await page.evaluate(() =>
    Promise.all([window.client.shell.info({}), window.client.profiles.list({})]),
  );
  const quit = new Promise((resolve) => app.once('quit', resolve));
  appWindow.close();
  await quit;
  await closeChromium();
  process.stdout.write(JSON.stringify({ info, profiles, userData: app.getPath('userData') }));
}

await runBuiltMain(process.argv[2] ?? '');
