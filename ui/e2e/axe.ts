import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

type Found = { id: string; nodes: { html: string }[] };
type Axe = { run(root: Document, options: object): Promise<{ violations: Found[] }> };

/** Nothing on the page keeps people out, as far as axe can see. */
export async function expectNoViolations(page: Page, where = 'the page'): Promise<void> {
    await page.evaluate(AXE);
    const found = await page.evaluate(async (rules) => {
        const { axe } = window as unknown as { axe: Axe };
        const { violations } = await axe.run(document, { runOnly: rules });
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 120)).join(' | ')}`);
    }, RULES);
    expect.soft(found, where).toEqual([]);
}
