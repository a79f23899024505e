import type { Page } from '@playwright/test';

/** Opens what is folded away. */
export async function unfold(page: Page): Promise<void> {
    await page.evaluate(() => {
        document.querySelectorAll('details').forEach((details) => (details.open = true));
    });
}

/** Texts that do not fit into their place, or stand beside the page. */
export function cutOff(): string[] {
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

/** Buttons, fields and folded lines lower than 40 pixels, or 32 in a dense table; what is folded away is opened first. */
export function tooSmall(): string[] {
    document.querySelectorAll('details').forEach((details) => (details.open = true));
    const things = [...document.querySelectorAll<HTMLElement>('button, select, summary, input, textarea')];
    const targets = things.map((thing) => thing.closest<HTMLElement>('label') ?? thing);
    const low = targets.filter((target) => {
        const least = target.closest('[role="treegrid"]') ? 32 : 40;
        const height = Math.round(target.getBoundingClientRect().height);
        return target.getClientRects().length > 0 && height < least;
    });
    return low.map((target) => target.outerHTML.slice(0, 120));
}

/** Labels and headings in which no Arabic letter is, beside those that only hold a name or a key. */
export function withoutArabic(): string[] {
    const labels = [...document.querySelectorAll<HTMLElement>('h1, h2, h3, button, summary, .label, dt, [role="columnheader"]')];
    const said = labels.filter((label) => label.getClientRects().length > 0 && wordsOf(label) !== '');
    return said.filter((label) => !/\p{Script=Arabic}/u.test(wordsOf(label))).map((label) => label.outerHTML.slice(0, 160));

    function wordsOf(label: HTMLElement): string {
        const copy = label.cloneNode(true) as HTMLElement;
        copy.querySelectorAll('bdi, kbd').forEach((name) => name.remove());
        return (copy.textContent ?? '').trim();
    }
}
