import { expect, test } from '@playwright/test';
import { open, SCREENS, show } from './screens';

test('an empty field is written from right to left, and a name in its own direction', async ({ page }) => {
    await show(page, 'trouble', 'ar');
    await open(page, SCREENS.find(({ name }) => name === 'pcs')!);
    const find = page.locator('#find');
    await expect(find).toHaveCSS('direction', 'rtl');
    await find.fill('12');
    await expect(find).toHaveCSS('direction', 'rtl');
    await find.fill('Ana');
    await expect(find).toHaveCSS('direction', 'ltr');
    await find.fill('مكتب');
    await expect(find).toHaveCSS('direction', 'rtl');
});

test('a date inside a sentence is read from right to left', async ({ page }) => {
    await page.setViewportSize({ width: 1600, height: 900 });
    await show(page, 'normal', 'ar');
    await open(page, SCREENS.find(({ name }) => name === 'report')!);
    const title = page.locator('main article header p');
    const { name, year } = await title.evaluate((element) => {
        const text = [...element.childNodes].find((node) => node.nodeType === Node.TEXT_NODE) as Text;
        const [, before = '', name = '', year = ''] = /^(.*،[^\p{L}]*)(\p{L}+)[^\d]*(\d{4})/u.exec(text.data) ?? [];
        const place = (from: number, length: number) => {
            const range = document.createRange();
            range.setStart(text, from);
            range.setEnd(text, from + length);
            return range.getBoundingClientRect().x;
        };
        return { name: place(before.length, name.length), year: place(text.data.indexOf(year), year.length) };
    });
    expect(name).toBeGreaterThan(year);
});

test('what a maker wrote keeps its own direction', async ({ page }) => {
    await show(page, 'normal', 'ar');
    await open(page, SCREENS.find(({ name }) => name === 'updates')!);
    await page.locator('main ul.box li', { hasText: 'Firefox' }).locator('button.quiet').first().click();
    await page.getByText('ما تقوله الجهة المنتجة').click();
    const notes = page.getByText('This version closes a hole');
    await expect(notes).toBeVisible();
    await expect(notes).toHaveCSS('direction', 'ltr');
});

test('digits are the same in what the page and the engine say', async ({ page }) => {
    await show(page, 'many', 'ar');
    await expect(page.locator('nav li.pcs')).toContainText('1,000');
    await expect(page.locator('main')).not.toContainText(/[٠-٩]/);
});
