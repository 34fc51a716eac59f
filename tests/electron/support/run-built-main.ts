import { pathToFileURL } from 'node:url';
import { app } from '../double/app.ts';
import { closeChromium } from '../double/chromium.ts';
import { system } from '../double/system.ts';
import { BrowserWindow } from '../double/window.ts';
import './page-globals.ts';

/**
 * Runs the built main.js named in the arguments, asks its page some questions, quits, and prints what it saw. With a folder
 * of resources, the app is an installed one.
 */
async function runBuiltMain(file: string, resources: string | null): Promise<void> {
  if (resources !== null) {
    app.isPackaged = true;
    Object.assign(process, { resourcesPath: resources });
  }
  const failure = new Promise<null>((resolve) => app.once('quit', () => resolve(null)));
  await import(pathToFileURL(file).href);
  const appeared = async () => {
    for (;;) {
      const [window] = BrowserWindow.getAllWindows();
      if (window !== undefined) return window;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const appWindow = await Promise.race([appeared(), failure]);
  if (appWindow === null) {
    await closeChromium();
    process.stderr.write(system.errors.join('\n'));
    // The app notes what nobody catches, and goes on.
    process.exit(1);
  }
  const page = await appWindow.webContents.page;
  await page.waitForFunction(() => 'client' in globalThis, undefined, { timeout: 10_000 });
  const [info, profiles, update] = await page.evaluate(() =>
    Promise.all([
      window.client.shell.info({}),
      window.client.profiles.list({}),
      window.client.updates.watch({})[Symbol.asyncIterator]().next(),
    ]),
  );
  const quit = new Promise((resolve) => app.once('quit', resolve));
  appWindow.close();
  await quit;
  await closeChromium();
  process.stdout.write(JSON.stringify({ info, profiles, update: update.value, userData: app.getPath('userData') }));
}

await runBuiltMain(process.argv[2] ?? '', process.argv[3] ?? null);
