import type { Page } from '@playwright/test';

/** Takes the interfaces of the named features (parted by commas) from all documents of a page, as Electron's preference does. */
export async function removeFeatures(page: Page, features: string): Promise<void> {
  if (features === '') return;
  await page.addInitScript((names) => {
    for (const name of names) Reflect.deleteProperty(globalThis, name);
  }, features.split(','));
}
