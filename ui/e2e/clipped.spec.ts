import { expect, test, type Page } from '@playwright/test';
import { open, SCREENS, settled, show } from './screens';

const SIZES = [
    { name: 'the usual window', width: 1120, height: 760 },
    { name: 'the smallest window', width: 880, height: 600 },
    { name: 'the smallest window at 200 %', width: 440, height: 300 },
    { name: '320 pixels', width: 320, height: 640 },
];

for (const language of ['en-XA', 'ar']) {
    for (const screen of SCREENS) {
        for (const play of screen.plays) {
            test(`nothing of ${screen.name} of ${play} is cut off in any window: ${language}`, async ({ page }) => {
                await show(page, play, language);
                await open(page, screen);
                for (const { name, ...size } of SIZES) {
                    await page.setViewportSize(size);
                    await unfold(page);
                    await settled(page);
                    expect.soft(await page.evaluate(cutOff), name).toEqual([]);
                }
            });
        }
    }
}

async function unfold(page: Page): Promise<void> {
    await page.evaluate(() => {
        document.querySelectorAll('details').forEach((details) => (details.open = true));
    });
}

/** Texts that do not fit into their place, or stand beside the page. */
function cutOff(): string[] {
    const room = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > room ? ['the page scrolls sideways'] : [];
    const texts = [...document.querySelectorAll<HTMLElement>('body *')].filter((element) =>
        [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
    );
    const seen = texts.filter((element) => element.getClientRects().length > 0 && !hidden(element));
    const cut = seen.filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const narrow = element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
        const low = element.clientHeight > 0 && element.scrollHeight > element.clientHeight + 3;
        const overflows = getComputedStyle(element).overflowY !== 'visible' && low;
        return narrow || overflows || left < -1 || right > room + 1;
    });
    return [...wide, ...cut.map((element) => element.outerHTML.slice(0, 160))];

    function hidden(element: Element): boolean {
        return Boolean(element.closest('.only-read-aloud, .skip, option, textarea, [aria-hidden="true"], .head'));
    }
}
