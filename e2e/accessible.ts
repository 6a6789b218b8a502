import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** A colour measured half way between two themes says nothing about either. */
export const transitionsEnd = (page: Page) =>
  page.waitForFunction(() => !document.getAnimations().some((animation) => animation instanceof CSSTransition));

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** The rules that depend on the theme; all others find the same in either. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** Checks what is on screen against WCAG 2.2 A and AA, in the light theme and in the dark one. */
export async function expectAccessible(page: Page): Promise<void> {
  await expectNoViolations(page, 'light', (axe) => axe.withTags(standards));
  await expectNoViolations(page, 'dark', (axe) => axe.withRules(colourRules));
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

async function expectNoViolations(
  page: Page,
  colorScheme: 'light' | 'dark',
  configure: (axe: AxeBuilder) => AxeBuilder,
): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await transitionsEnd(page);
  const { violations } = await configure(new AxeBuilder({ page })).analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${id} (${colorScheme}): ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
    ),
  ).toEqual([]);
}
