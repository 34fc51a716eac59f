import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The small form, which each page reads in half the time. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Visible elements that stick out of the screen to the right, where nothing scrolls sideways. */
function tooWide(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((element) => {
      const { width, right } = element.getBoundingClientRect();
      const isSeen = element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      return (
        isSeen && width > 0 && right > window.innerWidth + 1 && element.closest('.tabs, .section-tabs, pre') === null
      );
    })
    .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
}

/** What fades in is judged when it is there; what turns for ever is never over. */
async function settle(): Promise<void> {
  for (;;) {
    // What was shown this moment begins to fade in some frames later.
    for (let frame = 0; frame < 4; frame += 1) await new Promise(requestAnimationFrame);
    const finite = document
      .getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
    if (finite.length === 0) return;
    await Promise.allSettled(finite.map((one) => one.finished));
  }
}

/** The page as it stands breaks no rule of axe: of these, or of all when none is named. */
async function expectNoViolation(page: Page, rules: readonly string[] = []): Promise<void> {
  await page.evaluate(settle);
  // What is in frames is left out, and a page of axe's own, which gathers what frames tell, takes 0.2 s each time.
  // To gather all that passed, and hand it over, takes as long as to find what does not.
  // A page that was judged before has axe in it; to put it there again takes as long as a theme's colours.
  const isThere = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, axeSource: isThere ? 'void 0' : axeSource })
    .exclude('iframe')
    .setLegacyMode()
    .options({ resultTypes: ['violations'] });
  const { violations } = await (rules.length > 0 ? axe.withRules([...rules]) : axe).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, where: nodes.map(({ html }) => html.slice(0, 160)) }))).toEqual([]);
}

/** The colours of the page can be told apart: all that another theme changes of a page that is usable. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNoViolation(page, ['color-contrast', 'link-in-text-block']);
}

/** The page as it stands breaks no rule of axe, and nothing is wider than the screen. */
export async function expectUsable(page: Page): Promise<void> {
  await expectNoViolation(page);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  expect(await page.evaluate(tooWide)).toEqual([]);
}
