import { writeFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { Workbench } from '../../support/app/workbench.ts';
import { launchChromium } from '../double/chromium.ts';
import type { BrowserWindow, WebContentsView } from '../double/window.ts';

/** The native view of a repository's editor; waits until it has its address. */
export async function viewOf(window: BrowserWindow, repository: string): Promise<WebContentsView> {
  let found: WebContentsView | undefined;
  await expect(() => {
    // A view whose contents are gone has none, whatever its type says.
    const live = window.views.filter(({ webContents }) => webContents !== undefined);
    found = live.find(({ webContents }) => webContents.getURL().includes(`/vscode/${repository}-`));
    expect(found, `a view of ${repository}`).toBeDefined();
  }).toPass({ timeout: 60_000 });
  return found as WebContentsView;
}

/** VS Code in the native view of a repository, with its files listed. */
export async function workbenchOf(window: BrowserWindow, repository: string): Promise<Workbench> {
  const view = await viewOf(window, repository);
  const workbench = new Workbench(await view.webContents.page, null);
  await workbench.whenReady();
  return workbench;
}

interface Layer {
  readonly x: number;
  readonly y: number;
  readonly png: Buffer;
}

/**
 * What somebody sees in front of the window: its page, and above it the views that are shown, where they are. A picture for people
 * to look at waits until editors have drawn themselves.
 */
export async function takeWindow(window: BrowserWindow, file: string, { isForPeople = false } = {}): Promise<void> {
  const content = window.getContentBounds();
  const layers: Layer[] = [{ x: 0, y: 0, png: await (await window.webContents.page).screenshot() }];
  for (const view of window.views.filter((one) => one.getVisible())) {
    const { x, y, width, height } = view.getBounds();
    const page = await view.webContents.page;
    await page.setViewportSize({ width, height });
    layers.push({ x, y, png: await (isForPeople ? settled(page) : page.screenshot()) });
  }
  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: content.width, height: content.height } });
  const images = layers.map(
    ({ x, y, png }) =>
      `<img style="position:absolute;left:${x}px;top:${y}px" src="data:image/png;base64,${png.toString('base64')}">`,
  );
  await page.setContent(`<body style="margin:0">${images.join('')}`);
  await writeFile(file, await page.screenshot());
  await page.close();
}

/** A picture that is the same twice, because an editor that was given another size draws itself anew. */
async function settled(page: Page): Promise<Buffer> {
  // Nothing is lit up below the mouse there.
  await page.mouse.move(1, 1);
  let last = await page.screenshot();
  await expect(async () => {
    const next = await page.screenshot();
    const isSame = next.equals(last);
    last = next;
    expect(isSame).toBe(true);
  })
    .toPass({ timeout: 5_000, intervals: [100] })
    // A cursor that blinks is never the same for long; the last picture is as good.
    .catch(() => undefined);
  return last;
}
