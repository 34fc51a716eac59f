import { expect } from '@playwright/test';
import { button, hostPage, type Screen } from '../screen.ts';

/** The palette and the keys. */
export const keyScreens: readonly Screen[] = [
  {
    name: 'palette',
    async show(page) {
      await hostPage(page);
      await button(page, 'Go to anything').click();
      await expect(page.getByRole('option', { name: 'pytorch-transformers' })).toBeVisible();
    },
  },
  {
    name: 'settings-keys-clash',
    options: { editorHost: 'view' },
    async show(page) {
      await hostPage(page);
      await page.keyboard.press('?');
      await page.getByTestId('keys-place-1').getByRole('button').last().click();
      await page.keyboard.press('Control+p');
      await expect(page.getByText(/VS Code has these keys for/)).toBeVisible();
    },
  },
];
