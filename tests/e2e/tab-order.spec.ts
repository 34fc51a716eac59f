import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { type FakeShell, startFakeShell } from '../support/fake-core/fake-shell.ts';
import { hostPage, rememberServer } from './support/screen.ts';
import { chooseForTab, openTabs, tabIdOf, tellView } from './support/screens/tab-screens.ts';

/** Tabs are put in order, pinned, and shown side by side; on the desktop nothing of the page lies hidden under a view. */

const pageDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url));

test.use({ viewport: { width: 1360, height: 820 } });
let shell: FakeShell;
test.afterEach(async () => {
  await shell.close();
  expect(shell.bugs).toEqual([]);
});

/** Opens the page, where `repositoryId` is named with a tab of it from the last time. */
const open = async (page: Page, editorHost: 'iframe' | 'view' = 'iframe', repositoryId?: string) => {
  shell = await startFakeShell(pageDirectory, { editorHost });
  if (repositoryId !== undefined) await page.addInitScript(rememberTab, repositoryId);
  await rememberServer(page);
  await page.goto(shell.url);
  if (repositoryId === undefined) await hostPage(page);
};
const rememberTab = (repositoryId: string) => {
  const tabs = [{ profileId: 'frankfurt-1', repositoryId }];
  const layout = { profileId: 'frankfurt-1', tabs, activeIndex: 0, isSidebarHidden: false };
  localStorage.setItem('berth.layout', JSON.stringify(layout));
};
/** Two red pixels in two rows. */
const fakeIcon =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGM4oaEBRAwQCgAhLgRhHuBtwgAAAABJRU5ErkJggg==';
const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true });
const typed = (page: Page, name: string) =>
  page.frameLocator(`iframe[title="VS Code of ${name}"]`).getByLabel('terminal');
const middle = async (page: Page, name: string) => {
  const box = await tab(page, name).boundingBox();
  if (box === null) throw new Error(`The tab ${name} is not seen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
};
/** Presses a tab and moves the pointer in steps, as a hand does; it stays pressed. */
const drag = async (page: Page, name: string, x: number, y: number) => {
  const from = await middle(page, name);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 8, from.y);
  await expect(page.locator('.tab[data-dragged]')).toHaveCount(1);
  await page.mouse.move(x, y, { steps: 8 });
};
const order = ['frankfurt-1', 'pytorch-transformers', 'actmcp', 'infra'];

test('tabs are dragged, moved and pinned without loading again, and come back so', async ({ page }) => {
  await open(page);
  await openTabs(page, 'actmcp', 'infra', 'pytorch-transformers');
  await typed(page, 'pytorch-transformers').fill('half a command');
  const first = await middle(page, 'actmcp');
  await drag(page, 'pytorch-transformers', first.x - 30, first.y);
  await expect(page.getByRole('tab')).toHaveText(order);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(page.getByRole('tab')).toHaveText(['frankfurt-1', 'actmcp', 'infra', 'pytorch-transformers']);
  await drag(page, 'pytorch-transformers', first.x - 30, first.y);
  await page.mouse.up();
  await expect(page.getByRole('tab')).toHaveText(order);
  await tab(page, 'actmcp').focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await expect(page.getByRole('tab')).toHaveText(['frankfurt-1', 'pytorch-transformers', 'infra', 'actmcp']);
  await expect(tab(page, 'actmcp')).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(tab(page, 'infra')).toBeFocused();
  await chooseForTab(page, 'infra', 'Pin');
  await chooseForTab(page, 'infra', 'Reopen closed tab');
  await tab(page, 'infra').focus();
  await page.keyboard.press('Delete');
  const kept = ['frankfurt-1', 'infra', 'pytorch-transformers', 'actmcp'];
  await expect(page.getByRole('tab')).toHaveText(kept);
  await expect(typed(page, 'pytorch-transformers')).toHaveValue('half a command');
  await page.reload();
  await expect(page.getByRole('tab')).toHaveText(kept);
  await expect(page.getByRole('button', { name: 'Close infra' })).toHaveCount(0);
});

test('a tab that is dragged onto the stage is shown beside the other one, and both stay loaded', async ({ page }) => {
  await open(page);
  await openTabs(page, 'infra', 'pytorch-transformers', 'actmcp');
  await typed(page, 'actmcp').fill('kept');
  await drag(page, 'infra', 1200, 500);
  await expect(page.getByText('Show on this side')).toBeVisible();
  await page.mouse.up();
  const right = page.getByTestId('editor-infra');
  const left = page.getByTestId('editor-actmcp');
  const widths = async () => [(await left.boundingBox())?.width, (await right.boundingBox())?.width];
  await expect.poll(widths).toEqual([548, 548]);
  await expect(typed(page, 'actmcp')).toHaveValue('kept');
  await expect(right).toHaveAttribute('data-active', 'true');
  await page.getByRole('separator').focus();
  await typed(page, 'actmcp').click();
  await expect(left).toHaveAttribute('data-active', 'true');
  await expect(tab(page, 'actmcp')).toHaveAttribute('aria-selected', 'true');
  const line = await page.getByRole('separator').boundingBox();
  await page.mouse.move((line?.x ?? 0) + 3, 400);
  await page.mouse.down();
  await page.mouse.move(264 + 1096 * 0.7, 400, { steps: 6 });
  await page.mouse.up();
  await expect.poll(async () => Math.round((await widths())[0] ?? 0)).toBe(767);
  await page.getByRole('separator').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByRole('separator')).toHaveAttribute('aria-valuenow', '68');
  await tab(page, 'pytorch-transformers').click();
  await expect(page.getByTestId('editor-pytorch-transformers')).toHaveAttribute('data-pane', 'whole');
  await tab(page, 'infra').click();
  await expect(left).toBeVisible();
  await page.reload();
  await expect(typed(page, 'actmcp')).toBeVisible();
  await expect(typed(page, 'infra')).toBeVisible();
  await page.getByRole('button', { name: 'Close infra' }).click();
  await expect(left).toHaveAttribute('data-pane', 'whole');
});

test('on the desktop a menu lies above a picture of the view, two views share the stage, and the keys follow', async ({
  page,
}) => {
  await open(page, 'view');
  await openTabs(page, 'infra', 'actmcp');
  const [infra, actmcp] = [await tabIdOf(page, 'infra'), await tabIdOf(page, 'actmcp')];
  const view = (id: string) => shell.core.views.get(id);
  const asked = () => shell.core.nativeViews.asked.at(-1);
  await expect.poll(asked).toBe(`focus ${actmcp}`);
  await tab(page, 'infra').click({ button: 'right' });
  await expect.poll(() => view(actmcp)).toMatchObject({ isVisible: false });
  await expect(page.locator('.editor-backdrop')).toBeVisible();
  await expect.poll(asked).toBe('focus page');
  await page.keyboard.press('Escape');
  await expect.poll(() => view(actmcp)).toMatchObject({ isVisible: true });
  await expect(page.locator('.editor-backdrop')).toHaveCount(0);
  await expect.poll(asked).toBe(`focus ${actmcp}`);
  await chooseForTab(page, 'infra', 'Show side by side');
  await expect.poll(() => view(infra)).toMatchObject({ isVisible: true, x: 264, width: 545 });
  await expect.poll(() => view(actmcp)).toMatchObject({ isVisible: true, x: 815, width: 545 });
  await expect.poll(asked).toBe(`focus ${infra}`);
  await chooseForTab(page, 'actmcp', 'Swap sides');
  await expect.poll(() => [view(actmcp)?.x, view(infra)?.x]).toEqual([264, 815]);
  shell.core.nativeViews.set(actmcp, { isFocused: true });
  await expect(page.getByTestId('editor-actmcp')).toHaveAttribute('data-active', 'true');
  await chooseForTab(page, 'actmcp', 'Show alone');
  await expect.poll(() => view(infra)).toMatchObject({ isVisible: false });
});

test('on the desktop a crashed, a hanging and a given up page is told, and leads back; unsaved work keeps its tab', async ({
  page,
}) => {
  await open(page, 'view');
  await openTabs(page, 'infra', 'actmcp');
  const actmcp = await tabIdOf(page, 'actmcp');
  const isSeen = () => shell.core.views.get(actmcp)?.isVisible;
  await tellView(page, shell, 'actmcp', { condition: 'crashed' });
  await expect.poll(isSeen).toBe(false);
  // A menu takes no picture of what crashed, which would lie above the card.
  await tab(page, 'actmcp').click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Pin' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Load it again' }).click();
  await expect.poll(isSeen).toBe(true);
  await tellView(page, shell, 'actmcp', { condition: 'unresponsive' });
  await expect(page.getByRole('heading', { name: 'The editor of actmcp does not answer' })).toBeVisible();
  await page.getByRole('button', { name: 'Wait' }).click();
  await expect.poll(isSeen).toBe(true);
  await tellView(page, shell, 'actmcp', { condition: 'live', title: 'one' });
  await tab(page, 'infra').click();
  await tellView(page, shell, 'actmcp', { title: 'two' });
  await expect(tab(page, 'actmcp')).toHaveAttribute('title', /changed/);
  await tellView(page, shell, 'actmcp', { condition: 'unloaded' });
  await expect(tab(page, 'actmcp')).toHaveAttribute('title', /not loaded here/);
  await tab(page, 'actmcp').click();
  await expect.poll(() => shell.core.views.get(actmcp)?.state.condition).toBe('live');
  const sidebar = await page.getByRole('complementary', { name: 'Servers and repositories' }).boundingBox();
  const kind = { kind: 'memory', instanceId: 'actmcp', repository: 'actmcp', share: 0.91 } as const;
  shell.core.alerts.tell('frankfurt-1', { ...kind, message: 'Little memory is left.', nextStep: 'Put one to sleep.' });
  const toasts = page.getByRole('complementary', { name: 'Alerts of this moment' });
  await expect(toasts).toBeVisible();
  const said = await toasts.boundingBox();
  expect((said?.x ?? 0) + (said?.width ?? 0)).toBeLessThan(sidebar?.width ?? 0);
  shell.core.nativeViews.isStaying = true;
  await page.getByRole('button', { name: 'Close actmcp' }).click();
  await expect.poll(isSeen).toBe(true);
  await expect(tab(page, 'actmcp')).toBeVisible();
  shell.core.nativeViews.isStaying = false;
  await page.getByRole('button', { name: 'Close actmcp' }).click();
  await expect(tab(page, 'actmcp')).toHaveCount(0);
});

test('on the desktop a forwarded page is called as it calls itself, and is searched', async ({ page }) => {
  await open(page, 'view', 'port:5173');
  const { asked } = shell.core.nativeViews;
  await expect.poll(() => shell.core.views.size).toBe(1);
  const tabId = await tabIdOf(page, 'Port 5173');
  shell.core.nativeViews.set(tabId, { title: 'Vite + React', icon: fakeIcon });
  await expect(page.getByRole('tab').nth(1)).toHaveText('Vite + React');
  await expect(page.locator('.tab-icon')).toBeVisible();
  const answer = Promise.withResolvers<void>();
  shell.core.nativeViews.untilFocus = answer.promise;
  await page.keyboard.press('Control+f');
  const field = page.getByLabel('Find', { exact: true });
  await expect(field).toBeFocused();
  await page.keyboard.type('r');
  await expect.poll(() => asked.at(-1)).toBe(`find r ${tabId}`);
  answer.resolve();
  // What the shell tells after its answer is there, so the answer is.
  shell.core.nativeViews.set(tabId, { title: 'Vite' });
  await expect(page.getByRole('tab').nth(1)).toHaveText('Vite');
  await page.keyboard.type('e');
  await expect(page.getByText('1 of 3')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect.poll(() => asked.at(-1)).toBe(`find re ${tabId}`);
  await page.getByRole('button', { name: 'Close the search' }).focus();
  await page.keyboard.press('Control+f');
  await expect(field).toBeFocused();
  await page.keyboard.type('v');
  await expect(field, 'the text is marked for who asks again').toHaveValue('v');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('search')).toHaveCount(0);
  await expect.poll(() => asked.slice(-2).sort()).toEqual([`focus ${tabId}`, `stop-find ${tabId}`]);
});
