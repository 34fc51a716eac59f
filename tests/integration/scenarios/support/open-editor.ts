import { chromium } from '@playwright/test';
import { startTestCore } from '../../../support/app/test-core.ts';
import { whenExtensionsRun } from '../../../support/app/when-extensions-run.ts';
import { chromiumOptions } from '../../../support/chromium.ts';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { profile } from '../../core/support/stage.ts';

/** A browser that shows the editor of a running instance. */
export interface OpenEditor {
  close(): Promise<void>;
}

/** Opens the editor of a running instance in Chromium and waits until it lists the repository's files and its extensions run. */
export async function openEditor(host: SandboxHost, repository: string): Promise<OpenEditor> {
  await using stack = new AsyncDisposableStack();
  const app = await startTestCore(host);
  stack.defer(() => app.close());
  const browser = await chromium.launch(chromiumOptions);
  stack.defer(() => browser.close());
  const opened = await app.client.instances.open({ profile, repository });
  if (!opened.ok) throw new Error(opened.failure.message);
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 } });
  const isReady = whenExtensionsRun(page);
  await page.goto(opened.value.entryUrl);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 60_000 });
  await isReady;
  const kept = stack.move();
  return { close: () => kept.disposeAsync() };
}
