import { pathToFileURL } from 'node:url';
import { app } from '../double/app.ts';
import { closeChromium, launchChromium } from '../double/chromium.ts';
import { system } from '../double/system.ts';
import { BrowserWindow } from '../double/window.ts';

/** How long it took, milliseconds. */
export interface ColdStart {
  /** From the first line of the main process until its window exists. */
  readonly windowMs: number;
  /** From the beginning of the page's navigation until something in it can be pressed. */
  readonly interactiveMs: number;
  /** From the first line of the main process until then. */
  readonly wholeMs: number;
}

/**
 * Starts the built main.js named in the arguments, until a button with these words is there, and quits. Chromium is
 * started before: Electron is one by the time its first line runs.
 */
async function measureColdStart(file: string, buttonWords: string): Promise<ColdStart> {
  await launchChromium();
  const ended = new Promise<null>((resolve) => app.once('quit', () => resolve(null)));
  const beganMs = performance.now();
  const created = new Promise<void>((resolve) => app.once('web-contents-created', () => resolve()));
  await import(pathToFileURL(file).href);
  const isCreated = await Promise.race([created.then(() => true), ended.then(() => false)]);
  const [window] = BrowserWindow.getAllWindows();
  if (!isCreated || window === undefined) throw new Error(system.errors.join('\n') || 'no window came');
  const windowMs = performance.now() - beganMs;
  const page = await window.webContents.page;
  // The first frame that finds it laid out comes when the page's thread is free, and then it hears a click too.
  const found = await page.waitForFunction((words) => {
    const buttons = [...document.querySelectorAll('button')];
    const button = buttons.find(({ textContent }) => textContent?.includes(words));
    return button !== undefined && button.getClientRects().length > 0 && performance.now();
  }, buttonWords);
  const interactiveMs = Number(await found.jsonValue());
  const wholeMs = performance.now() - beganMs;
  app.quit();
  await ended;
  await closeChromium();
  return { windowMs, interactiveMs, wholeMs };
}

const [file = '', buttonWords = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await measureColdStart(file, buttonWords)));
