import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Visible elements that stick out of the screen to the right, where nothing scrolls sideways. */
function tooWide(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((element) => {
      const { width, right } = element.getBoundingClientRect();
      const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      return isSeen && width > 0 && right > window.innerWidth + 1 && element.closest('.tabs, pre') === null;
    })
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
}

/** What fades in is judged when it is there; what turns for ever is never over. */
async function settle(): Promise<void> {
  const finite = document
    .getAnimations()
    .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
  await Promise.allSettled(finite.map((one) => one.finished));
}

/** The page as it stands breaks no rule of axe, and nothing is wider than the screen. */
export async function expectUsable(page: Page): Promise<void> {
  await page.evaluate(settle);
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html.slice(0, 160)) }))).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await page.evaluate(tooWide)).toEqual([]);
}
