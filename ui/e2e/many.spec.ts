import { expect, test, type Page } from '@playwright/test';
import { expectNoViolations } from './axe';
import { open, SCREENS, show } from './screens';

const MOST_NODES = 1500;
const pcs = SCREENS.find(({ name }) => name === 'pcs')!;

test.beforeEach(async ({ page }) => {
    await show(page, 'many', 'en');
    await open(page, pcs);
});

test('of 1,000 PCs only the rows near the window exist', async ({ page }) => {
    await expect(page.getByRole('treegrid')).toHaveAttribute('aria-rowcount', /^\d{3,4}$/);
    expect(await nodes(page)).toBeLessThanOrEqual(MOST_NODES);
    await scrollFar(page);
    await expect(page.locator('[data-index="0"]')).toHaveCount(1);
    expect(await nodes(page)).toBeLessThanOrEqual(MOST_NODES);
});

test('the row with the focus stays while it is scrolled out of sight', async ({ page }) => {
    const row = page.locator('[data-index="3"]');
    await page.locator('[data-index="0"]').focus();
    for (let step = 0; step < 3; step += 1) {
        await page.keyboard.press('ArrowDown');
    }
    await expect(row).toBeFocused();
    await scrollFar(page);
    await expect(row).toBeFocused();
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('[data-index="4"]')).toBeFocused();
    await expect(page.locator('[data-index="4"]')).toBeInViewport();
});

test('End and Home lead through all the rows', async ({ page }) => {
    await page.locator('[data-index="0"]').focus();
    await page.keyboard.press('End');
    await expect(page.locator('[role="row"]:focus')).toBeInViewport();
    await page.keyboard.press('Home');
    await expect(page.locator('[data-index="0"]')).toBeFocused();
});

test('a PC is found by a part of its name', async ({ page }) => {
    const name = (await page.locator('[aria-level="2"] .name').nth(2).textContent()) ?? '';
    await page.keyboard.press('Control+f');
    await expect(page.locator('#find')).toBeFocused();
    await page.keyboard.type(name);
    await expect(page.locator('[role="row"][aria-level="1"] .name').first()).toContainText(name);
    await page.keyboard.press('Escape');
    await expect(page.locator('#find')).toHaveValue('');
});

test('chosen PCs lead to their plan', async ({ page }) => {
    await page.locator('[data-index="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    await expect(page.locator('[aria-selected="true"]')).toHaveCount(2);
    await expect(page.locator('main button.primary')).toBeEnabled();
});

for (const colorScheme of ['light', 'dark'] as const) {
    test(`the table of 1,000 PCs keeps nobody out: ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme });
        await expectNoViolations(page);
    });
}

// 1,000 pixels are the narrowest window in which the rows have columns.
for (const width of [1000, 440, 320]) {
    test(`the table of 1,000 PCs does not scroll sideways at ${width} pixels`, async ({ page }) => {
        await page.setViewportSize({ width, height: 640 });
        const room = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(room).toBeLessThanOrEqual(width);
    });
}

/** A turn of the wheel glides on for a while, and would take along what is done meanwhile. */
async function scrollFar(page: Page): Promise<void> {
    await page.mouse.wheel(0, 15_000);
    await expect.poll(() => rowsInView(page)).toBeGreaterThan(10);
    let before = -1;
    await expect
        .poll(async () => {
            const [was, now] = [before, await page.evaluate(() => window.scrollY)];
            before = now;
            return was === now;
        })
        .toBe(true);
}

function nodes(page: Page): Promise<number> {
    return page.evaluate(() => document.querySelectorAll('*').length);
}

function rowsInView(page: Page): Promise<number> {
    return page.evaluate(
        () =>
            [...document.querySelectorAll('[role="treegrid"] [data-index]')].filter((row) => {
                const { top, bottom } = row.getBoundingClientRect();
                return top < window.innerHeight && bottom > 0;
            }).length,
    );
}
