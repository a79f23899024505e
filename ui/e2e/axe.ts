import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What other colours can change. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

type Found = { id: string; nodes: { html: string }[] };
type Axe = { run(root: Document, options: object): Promise<{ violations: Found[] }> };

/** Nothing on the page keeps people out, as far as axe can see. */
export async function expectNoViolations(page: Page, where = 'the page'): Promise<void> {
    await expectNone(page, RULES, where);
}

/** What a language that is padded breaks by itself: the words of a button stand in its name without their padding. */
const BROKEN_BY_PADDING = 'label-content-name-mismatch';

/** Nothing keeps people out in light and in dark; what does not hang on colours is looked at once. */
export async function expectNoViolationsInBoth(page: Page, settled: () => Promise<void>): Promise<void> {
    await page.emulateMedia({ colorScheme: 'light' });
    await settled();
    await expectNone(page, RULES, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await settled();
    await expectNone(page, OF_COLOURS, 'dark');
}

async function expectNone(page: Page, rules: string[], where: string): Promise<void> {
    await page.evaluate(AXE);
    const apart = (await page.locator('html').getAttribute('lang')) === 'en-XA' ? [BROKEN_BY_PADDING] : [];
    const options = { runOnly: rules, rules: Object.fromEntries(apart.map((rule) => [rule, { enabled: false }])) };
    const found = await page.evaluate(async (options) => {
        const { axe } = window as unknown as { axe: Axe };
        const { violations } = await axe.run(document, options);
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
    }, options);
    expect.soft(found, where).toEqual([]);
}
