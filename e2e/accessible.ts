import { expect, type Page } from '@playwright/test';
import axe, { type Result, type RunOnly } from 'axe-core';

/** A colour measured half way between two themes says nothing about either. */
const transitionsEnd = (page: Page) =>
  page.waitForFunction(() => !document.getAnimations().some((animation) => animation instanceof CSSTransition));

const standards: RunOnly = { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] };
/** The rules that depend on the theme; all others find the same in either. */
const colourRules: RunOnly = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** Checks what is on screen against WCAG 2.2 A and AA, in the light theme and in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolations(page, 'light', standards);
  await expectNoViolations(page, 'dark', colourRules);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

async function expectNoViolations(page: Page, colorScheme: 'light' | 'dark', rules: RunOnly): Promise<void> {
  expect(
    (await violationsOf(page, colorScheme, rules)).map(
      ({ id, nodes }) => `${id} (${colorScheme}): ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    ),
  ).toEqual([]);
}

/**
 * What axe finds against rules in a theme. It runs within the page, into which it is brought once, and tells of nothing
 * else that it looked at: by way of `@axe-core/playwright` each look took a page of its own, and three times as long. The
 * app has no frames.
 */
export async function violationsOf(page: Page, colorScheme: 'light' | 'dark', rules: RunOnly): Promise<Result[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await transitionsEnd(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (runOnly) => {
    const { violations } = await Reflect.get(window, 'axe').run(document, { runOnly, resultTypes: ['violations'] });
    return violations;
  }, rules);
}
