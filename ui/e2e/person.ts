import { expect, type Page } from '@playwright/test';

/** A made-up PC of the demo (`crates/demo/src/people.rs`). */
export type Play =
    | 'question'
    | 'security'
    | 'several'
    | 'answered'
    | 'objected'
    | 'replied'
    | 'after'
    | 'none'
    | 'needy'
    | 'restart'
    | 'waits'
    | 'no-office'
    | 'silent'
    | 'absent'
    | 'foreign';

interface Screen {
    name: string;
    plays: Play[];
    open: (page: Page) => Promise<void>;
}

/** As "This PC" opens. */
export const SMALL = { width: 420, height: 560 };

const ALL: Play[] = [
    'question', 'security', 'several', 'answered', 'objected', 'replied', 'after', 'none', 'needy', 'restart', 'waits', 'no-office', 'silent', 'absent', 'foreign',
];

/** Every screen of a PC's people, and how to get there from the first one in any language. */
export const SCREENS: Screen[] = [
    { name: 'home', plays: ALL, open: async () => {} },
    { name: 'asked', plays: ['question', 'security', 'answered', 'objected'], open: (page) => openQuestion(page, 0) },
    { name: 'hostile', plays: ['several'], open: (page) => openQuestion(page, 2) },
    { name: 'another', plays: ['question'], open: pickAnother },
    { name: 'restart', plays: ['restart', 'waits'], open: openRestart },
    { name: 'worry', plays: ['question', 'security'], open: openWorry },
    { name: 'wrong', plays: ['waits'], open: openWrong },
    { name: 'ask', plays: ['question', 'replied'], open: openAsk },
    { name: 'sees', plays: ['question'], open: openSees },
];

/** Shows a made-up PC from its beginning. */
export async function show(page: Page, play: Play, language: string): Promise<void> {
    await page.request.post(`/person/${play}.${language}/anew`);
    await page.goto(`/this-pc.html?play=${play}&lang=${language}`);
    await settled(page);
}

/** Opens a screen of the PC that is shown, and waits until it is there. */
export async function open(page: Page, screen: Screen): Promise<void> {
    await screen.open(page);
    await settled(page);
}

/** Waits until nothing moves. */
export async function settled(page: Page): Promise<void> {
    await expect(page.locator('main h1')).toHaveCount(1);
    await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
}

async function openQuestion(page: Page, index: number): Promise<void> {
    await page.locator('main li button').nth(index).click();
    await expect(page.locator('main dl')).toBeVisible();
}

async function openRestart(page: Page): Promise<void> {
    await page.locator('main li button').first().click();
    await page.getByRole('radio').nth(1).check();
    await expect(page.locator('select')).toHaveCount(2);
}

async function pickAnother(page: Page): Promise<void> {
    await openQuestion(page, 0);
    await page.getByRole('radio').last().check();
    await expect(page.locator('select')).toHaveCount(2);
}

async function openWorry(page: Page): Promise<void> {
    await openQuestion(page, 0);
    await page.locator('main hr ~ div button').click();
    await page.getByRole('radio').first().check();
    await expect(page.locator('textarea')).toBeVisible();
}

async function openWrong(page: Page): Promise<void> {
    await page.locator('section[aria-labelledby="after"] li > button').first().click();
    await expect(page.locator('textarea')).toBeVisible();
}

async function openAsk(page: Page): Promise<void> {
    await page.locator('main > .stack > .row button.secondary').click();
    await page.locator('textarea').fill('May I have the old printer back? The new one does not print on both sides.');
}

async function openSees(page: Page): Promise<void> {
    await page.locator('main button.quiet').last().click();
    await expect(page.locator('main ul')).toHaveCount(2);
}
