import { expect } from '@playwright/test';
import { button, hostPage, type Screen } from '../screen.ts';

/** The list of downloads, with one of each end. */
export const downloadScreens: readonly Screen[] = [
  {
    name: 'downloads',
    options: { editorHost: 'view' },
    async show(page, { core }) {
      await hostPage(page);
      core.surroundings.setDownloads([
        { id: '1', name: 'weights.safetensors', state: 'running', receivedBytes: 734e6, totalBytes: 2.1e9 },
        { id: '2', name: 'stream.bin', state: 'running', receivedBytes: 84e6, totalBytes: null },
        { id: '3', name: `${'a-long-name-'.repeat(9)}.pdf`, state: 'done', receivedBytes: 84e3, totalBytes: 84e3 },
        { id: '4', name: 'logs.tar.gz', state: 'failed', receivedBytes: 10, totalBytes: 100 },
        { id: '5', name: 'other.zip', state: 'cancelled', receivedBytes: 10, totalBytes: 100 },
      ]);
      await button(page, 'Downloads: 2 files on the way').click();
      await expect(page.getByRole('progressbar', { name: 'weights.safetensors, downloaded' })).toBeVisible();
    },
  },
];
